"""A home that is as good as new without dbt's half minute: a copy of a built one as it was before its first file."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

# What a build leaves for the next one (orchestration/state.py); what was loaded, seen and published is another matter.
OF_THE_BUILD = ("build_plan.json", "last_build.json", "parsed.json", "descriptions.json", "dbt")


def emptied(built: Path, home: Path) -> None:
    """Give `home` the warehouse of `built` without a row in raw, and what its build left, so that its next run sends dbt's statements
    again (orchestration/replay.py). The two need the same configuration; else the run builds everything, as it should."""
    for folder in (home / "warehouse", home / "state"):
        folder.mkdir(parents=True)
    warehouse = home / "warehouse" / "warehouse.duckdb"
    shutil.copy(built / "warehouse" / "warehouse.duckdb", warehouse)
    for name in OF_THE_BUILD:
        source = built / "state" / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, home / "state" / name)
    with duckdb.connect(str(warehouse)) as con:
        for (table,) in con.execute("select table_name from duckdb_tables() where schema_name = 'raw'").fetchall():
            con.execute(f'delete from raw."{table}"')
