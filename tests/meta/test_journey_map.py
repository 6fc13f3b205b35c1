"""The page that maps the shopper's way names raw tables, published tables and columns that exist."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from ingestion.home import PROJECT_DIR

FAMILIES = [
    *("inventory ingestion", "search results", "VDP views", "lead forms", "calls"),
    *("chat", "CRM assignments", "sales notes", "deal status changes", "sold logs"),
]


def test_ten_steps_each_with_a_raw_table_and_the_time_to_the_next(published_home: Path) -> None:
    lines = (PROJECT_DIR / "docs" / "journey_map.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if re.match(r"\| \d+ \|", line)]
    assert [row[1] for row in rows] == FAMILIES
    with duckdb.connect(str(published_home / "warehouse" / "warehouse.duckdb"), read_only=True) as con:
        columns = con.execute("select schema_name || '.' || table_name, column_name from duckdb_columns()").fetchall()
    tables = {table for table, _ in columns}
    for row in rows:
        landed = {f"raw.{name}" for name in re.findall(r"`(\w+__\w+)`", row[3])}
        shown = set(re.findall(r"`(\w+\.\w+)`", row[4]))
        timed = set(re.findall(r"`(\w+\.\w+)\.(\w+)`", row[6]))
        assert landed and landed <= tables, row[1]
        assert shown and shown <= tables, row[1]
        assert timed and timed <= set(columns), row[1]
