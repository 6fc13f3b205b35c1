"""Keeps each audit's results in the working file, where the next build finds them (facts.fct_quality_results)."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

_TABLE = """
create table if not exists raw.quality_results (
    run_id varchar, as_of_at timestamp, suite varchar, check_name varchar, table_name varchar, title varchar, severity varchar,
    status varchar, found double, of_rows bigint, observed varchar
)
"""
# The part of audit.json that is kept.
_COLUMNS = """{
    run_id: 'varchar', as_of: 'varchar',
    checks: 'struct(suite varchar, "check" varchar, "table" varchar, title varchar, severity varchar, status varchar, found double,
        of_rows bigint, observed varchar)[]'
}"""


def make_room(warehouse: Path) -> bool:
    """Make the table, empty, before the first build: models are the same SQL from then on. True if it was not there."""
    with duckdb.connect(str(warehouse)) as con:
        found = con.execute("select count(*) from duckdb_tables() where schema_name = 'raw' and table_name = 'quality_results'").fetchone()
        con.execute("create schema if not exists raw")
        con.execute(_TABLE)
    return not (found and found[0])


def remember(warehouse: Path, json_path: Path) -> int:
    """Append the results of `audit.json` to `raw.quality_results`; a run audited again replaces its rows. Returns the rows written.

    Opens the working file for writing: call it where the writer lock is held and nobody else has the file open.
    DuckDB reads the JSON itself: handing it rows as parameters would import pandas, a second and a half.
    """
    audit = json.loads(json_path.read_text(encoding="utf-8"))
    make_room(warehouse)
    with duckdb.connect(str(warehouse)) as con:
        con.execute("set timezone = 'UTC'")
        con.execute("begin")
        con.execute(f"delete from raw.quality_results where run_id = {_text(audit['run_id'])}")
        if audit["checks"]:
            con.execute(
                "insert into raw.quality_results select file.run_id, timezone('UTC', cast(file.as_of as timestamptz)), one.suite, "
                'one."check", one."table", one.title, one.severity, one.status, one.found, one.of_rows, one.observed '
                f"from (select run_id, as_of, unnest(checks) as one from read_json({_text(json_path)}, columns = {_COLUMNS})) as file"
            )
        con.execute("commit")
    return len(audit["checks"])


def _text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
