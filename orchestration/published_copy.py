"""Copies what readers may see from the working file into a new file, and proves that the copy is the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.errors import RooftopError
from orchestration.sql_text import literal, quoted

PUBLISHED_SCHEMAS = ("dims", "facts", "marts", "meta")
_SCHEMAS = f"({', '.join(literal(schema) for schema in PUBLISHED_SCHEMAS)})"
# Drivers that embed DuckDB 1.0 or newer open this; 1.5's own format is newer than most BI tools' drivers.
STORAGE_VERSION = "v1.0.0"


@dataclass(frozen=True, order=True)
class Table:
    schema: str
    name: str

    def in_catalog(self, catalog: str) -> str:
        return f"{catalog}.{quoted(self.schema)}.{quoted(self.name)}"

    def __str__(self) -> str:
        return f"{self.schema}.{self.name}"


def published_tables(con: duckdb.DuckDBPyConnection, catalog: str) -> list[Table]:
    """Tables and views of the published schemas, by name. The publisher's own meta.publish is never copied."""
    rows = con.execute(
        "select table_schema, table_name from information_schema.tables "
        f"where table_catalog = {literal(catalog)} and table_schema in {_SCHEMAS}"
    ).fetchall()
    return sorted(t for t in (Table(*row) for row in rows) if t != Table("meta", "publish"))


def attach_both(con: duckdb.DuckDBPyConnection, warehouse: Path, copy: Path, scratch: Path) -> None:
    """Working file (read-only) as `working`, the new file as `copy`. Sorting may spill into `scratch`."""
    con.execute(f"set temp_directory = {literal(scratch)}")
    con.execute("set timezone = 'UTC'")
    con.execute(f"attach {literal(warehouse)} as working (read_only)")
    con.execute(f"attach {literal(copy)} as copy (storage_version {literal(STORAGE_VERSION)})")


def copy_tables(con: duckdb.DuckDBPyConnection) -> list[Table]:
    """Every published table as a plain table, its rows in the order of all its columns: the same data gives the same file."""
    tables = published_tables(con, "working")
    con.execute("begin")
    for schema in PUBLISHED_SCHEMAS:
        con.execute(f"create schema if not exists copy.{quoted(schema)}")
    for table in tables:
        con.execute(f"create table {table.in_catalog('copy')} as select * from {table.in_catalog('working')} order by all")
    con.execute("commit")
    return tables


def describe(con: duckdb.DuckDBPyConnection, descriptions: Mapping[str, Mapping[str, str]]) -> None:
    """Descriptions travel with the tables, so that a BI tool shows them. schema.table -> column -> text; "" is the table itself."""
    statements = []
    for table, columns in _columns(con, "copy").items():
        texts = descriptions.get(str(table), {})
        where = table.in_catalog("copy")
        if texts.get(""):
            statements.append(f"comment on table {where} is {literal(texts[''])}")
        statements += [f"comment on column {where}.{quoted(name)} is {literal(texts[name])}" for name, _ in columns if texts.get(name)]
    con.execute("; ".join(["begin", *statements, "commit"]))


def compare_tables(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Row counts by table, after proving that names, columns, counts and sums of row hashes agree in both files."""
    here, there = (_columns(con, catalog) for catalog in ("working", "copy"))
    if here.keys() != there.keys():
        missing = ", ".join(sorted(str(table) for table in here.keys() ^ there.keys()))
        raise RooftopError(f"The copy to publish does not hold the same tables as the working file ({missing}); nothing was published.")
    counts: dict[str, int] = {}
    for table in sorted(here):
        ours, theirs = (_fingerprint(con, table, catalog) for catalog in ("working", "copy"))
        if ours != theirs or here[table] != there[table]:
            raise RooftopError(
                f"The copy of {table} differs from the working file ({theirs[0]} rows for {ours[0]}); nothing was published."
            )
        counts[str(table)] = ours[0]
    return counts


def _columns(con: duckdb.DuckDBPyConnection, catalog: str) -> dict[Table, list[tuple[str, str]]]:
    """(name, type) of each column, by published table. One question for all: the catalogue takes ten milliseconds to answer."""
    rows = con.execute(
        "select schema_name, table_name, column_name, data_type from duckdb_columns() "
        f"where database_name = {literal(catalog)} and schema_name in {_SCHEMAS} order by schema_name, table_name, column_index"
    ).fetchall()
    columns: dict[Table, list[tuple[str, str]]] = {}
    for schema, name, column, kind in rows:
        columns.setdefault(Table(schema, name), []).append((column, kind))
    columns.pop(Table("meta", "publish"), None)
    return columns


def _fingerprint(con: duckdb.DuckDBPyConnection, table: Table, catalog: str) -> tuple[int, int]:
    """Number of rows, and the sum of their hashes: the same for the same rows in any order."""
    row = con.execute(f"select count(*), coalesce(sum(cast(hash(t) as hugeint)), 0) from {table.in_catalog(catalog)} as t").fetchone()
    assert row is not None
    return int(row[0]), int(row[1])
