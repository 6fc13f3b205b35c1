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


def remember(warehouse: Path, json_path: Path) -> int:
    """Append the results of `audit.json` to `raw.quality_results`; a run audited again replaces its rows. Returns the rows written.

    Opens the working file for writing: call it where the writer lock is held and nobody else has the file open.
    """
    audit = json.loads(json_path.read_text(encoding="utf-8"))
    rows = [
        [
            audit["run_id"],
            audit["as_of"],
            *(c[k] for k in ("suite", "check", "table", "title", "severity", "status", "found", "of_rows", "observed")),
        ]
        for c in audit["checks"]
    ]
    with duckdb.connect(str(warehouse)) as con:
        con.execute("set timezone = 'UTC'")
        con.execute("begin")
        con.execute("create schema if not exists raw")
        con.execute(_TABLE)
        con.execute("delete from raw.quality_results where run_id = ?", [audit["run_id"]])
        con.executemany(
            "insert into raw.quality_results values (?, timezone('UTC', cast(? as timestamptz)), ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        con.execute("commit")
    return len(rows)
