"""Schema raw: every table exists, empty if need be, before the first dbt run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ingestion import drift, ledger, quarantine, watch
from ingestion.cells import quoted
from ingestion.sources.base import RawTable

if TYPE_CHECKING:
    import duckdb

ROW_COLUMNS = {"_batch_id": "VARCHAR", "_line_number": "BIGINT", "_row_number": "BIGINT", "_dlt_load_id": "VARCHAR"}
CLOCK_COLUMNS = {"run_id": "VARCHAR", "as_of_at": "TIMESTAMP", "started_at": "TIMESTAMP"}
OWN_TABLES = {"load_ledger": ledger.COLUMNS, "quarantine_findings": quarantine.COLUMNS, "run_clock": CLOCK_COLUMNS, **watch.TABLES}
OWN_TABLES |= {drift.TABLE: drift.COLUMNS}


def ensure(connection: duckdb.DuckDBPyConnection, tables: Iterable[RawTable]) -> None:
    """Make what is missing: the schema, our own tables, each source's tables, and columns that a newer contract has."""
    connection.execute("create schema if not exists raw")
    have: dict[str, set[str]] = {}
    for table, column in connection.execute(
        "select table_name, column_name from duckdb_columns() where schema_name = 'raw' and database_name = current_database()"
    ).fetchall():
        have.setdefault(table, set()).add(column)
    for name, columns in OWN_TABLES.items():
        _ensure(connection, name, columns, have.get(name))
    for table in tables:  # two sources may declare one table (CallRail's calls come by webhook and by file)
        columns = {**dict.fromkeys(declared_columns(table), "VARCHAR"), **ROW_COLUMNS}
        _ensure(connection, table.name, columns, have.get(table.name))
        have.setdefault(table.name, set()).update(columns)


def declared_columns(table: RawTable) -> tuple[str, ...]:
    """The text columns that a table has whatever its files hold."""
    return table.columns or (tuple(table.entity.columns) if table.entity else ())


def _ensure(connection: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, str], have: set[str] | None) -> None:
    if have is None:
        listed = ", ".join(f"{quoted(c)} {kind}" for c, kind in columns.items())
        connection.execute(f"create table raw.{quoted(name)} ({listed})")
        return
    for column, kind in columns.items():
        if column not in have:
            connection.execute(f"alter table raw.{quoted(name)} add column {quoted(column)} {kind}")


def drop_orphans(connection: duckdb.DuckDBPyConnection, tables: Iterable[RawTable]) -> int:
    """Delete rows of loads that no ledger row names: what a killed run left behind. Invisible before; this frees the space."""
    count = 0
    for table in tables:
        result = connection.execute(
            f"delete from raw.{quoted(table.name)} where _dlt_load_id not in"
            " (select dlt_load_id from raw.load_ledger where dlt_load_id is not null)"
        ).fetchone()
        count += result[0] if result else 0
    return count


def count_rows(connection: duckdb.DuckDBPyConnection, table: str, load_id: str) -> dict[str, int]:
    """Rows of one load in a table, by batch."""
    sql = f"select _batch_id, count(*) from raw.{quoted(table)} where _dlt_load_id = ? group by _batch_id"
    return dict(connection.execute(sql, [load_id]).fetchall())
