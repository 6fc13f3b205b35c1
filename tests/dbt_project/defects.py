"""For each data test of the dbt project, what breaks the table that it watches. The generic ones follow from the kind of the test; a
singular one has its statements in `defects/<test>.sql`, separated by semicolons: each alone must trip it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

BY_HAND = Path(__file__).with_name("defects")
Node = Mapping[str, Any]


def data_tests(manifest: Mapping[str, Any]) -> list[Node]:
    """Every generic and singular test, by name; dbt's unit tests are no nodes."""
    return sorted((n for n in manifest["nodes"].values() if n["resource_type"] == "test"), key=lambda n: n["name"])


def by_hand(test: Node) -> list[str]:
    """The statements kept beside the tests, in order; none if nobody wrote any."""
    file = BY_HAND / f"{test['name']}.sql"
    return [s.strip() for s in file.read_text(encoding="utf-8").split(";") if s.strip()] if file.exists() else []


def defects(test: Node, manifest: Mapping[str, Any], con: duckdb.DuckDBPyConnection) -> list[list[str]]:
    """The defects of a test, each a list of statements; none for a kind of test that nobody has thought of."""
    if not test.get("test_metadata"):
        return [[statement] for statement in by_hand(test)]
    table = manifest["nodes"][test["attached_node"]]["relation_name"]
    column, kind = test["column_name"], test["test_metadata"]["name"]
    if kind == "not_null":
        return [_with_one(table, column, "null", con)]
    if kind in ("relationships", "accepted_values"):
        return [_with_one(table, column, "'no such value'", con)]
    if kind == "unique":
        more = f"insert into {table} select * from {table} where {column} is not null limit 1"
        return [[*([] if _has_rows(table, column, con) else _with_one(table, column, "'twice'", con)), more]]
    return []


def _has_rows(table: str, column: str, con: duckdb.DuckDBPyConnection) -> bool:
    return con.execute(f"select 1 from {table} where {column} is not null limit 1").fetchone() is not None


def _with_one(table: str, column: str, value: str, con: duckdb.DuckDBPyConnection) -> list[str]:
    """One row of the table with the value in the column; a row of its own in an empty table."""
    if con.execute(f"select 1 from {table} limit 1").fetchone():
        return [f"update {table} set {column} = {value} where rowid = (select min(rowid) from {table})"]
    return [f"insert into {table} ({column}) values ({value})"]


def untripped(
    tests: list[Node], sql: Mapping[str, str], manifest: Mapping[str, Any], con: duckdb.DuckDBPyConnection
) -> tuple[list[str], int]:
    """The tests that no defect trips, with the reason, and how many defects were made. `sql`: each test's query by its unique id; a test
    fails on the rows it gives. Nothing stays in the warehouse."""
    found, made = [], 0
    for test in tests:
        query = sql[test["unique_id"]]
        if con.execute(f"select count(*) from ({query}) as t").fetchone() != (0,):
            found.append(f"{test['name']}: fails without a defect")
            continue
        statements = defects(test, manifest, con)
        if not statements:
            found.append(f"{test['name']}: has no defect; write tests/dbt_project/defects/{test['name']}.sql")
        for defect in statements:
            con.execute("begin")
            try:
                for statement in defect:
                    con.execute(statement)
                if con.execute(f"select count(*) from ({query}) as t").fetchone() == (0,):
                    found.append(f"{test['name']}: did not see: {'; '.join(defect)}")
            except duckdb.Error as error:
                found.append(f"{test['name']}: the defect cannot be made: {str(error).splitlines()[0]}")
            finally:
                con.execute("rollback")
            made += 1
    return found, made
