"""Small working files, made by hand: what the publisher and its readers need of a warehouse."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from orchestration.publish import Publication

AS_OF = datetime(2026, 3, 31, 22, 0, tzinfo=UTC)


def write_warehouse(path: Path, units: int) -> None:
    """A working file with one table per published schema, one view, and raw tables that must not be published."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as con:
        for schema in ("raw", "staging", "dims", "facts", "marts", "meta"):
            con.execute(f"create schema {schema}")
        con.execute("create table raw.canonical__customers as select 'pat@example.com' as email")
        con.execute("create table dims.dim_stores as select 'north' as store_id, 'America/New_York' as timezone")
        con.execute(
            "create table facts.fct_inventory_daily as select 'north' as store_id, 'N' || i as stock_number, "
            f"date '2026-03-31' as stock_date from range({units}) as r(i) order by hash(i)"
        )
        con.execute(
            f"create table marts.mart_days_supply as select 'north' as store_id, {units} as units_in_stock, "
            "cast('NaN' as double) as days_supply"
        )
        con.execute("create view marts.mart_seen_as_view as select store_id from marts.mart_days_supply")
        con.execute("create table marts.mart_empty (store_id varchar, spend decimal(18, 4), seen_at timestamp)")
        con.execute("create table meta.quarantine (run_id varchar, entity varchar)")


def make_publication(home: Path, run_id: str, keep_versions: int = 5) -> Publication:
    return Publication(
        warehouse=home / "warehouse" / "warehouse.duckdb",
        publish_dir=home / "publish",
        scratch_dir=home / "state" / "scratch",
        run_id=run_id,
        as_of=AS_OF,
        published_at=datetime(2026, 4, 1, tzinfo=UTC),
        warehouse_version="0.1.0",
        checks_passed=12,
        checks_warned=1,
        report_path=f"reports/{run_id}/audit.html",
        keep_versions=keep_versions,
        descriptions={"marts.mart_days_supply": {"": "One row per store.", "units_in_stock": "Units, it's the lot.", "gone": "No column."}},
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a warehouse of three units and nothing published."""
    write_warehouse(tmp_path / "warehouse" / "warehouse.duckdb", units=3)
    return tmp_path
