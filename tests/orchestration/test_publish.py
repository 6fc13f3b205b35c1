"""Publish by rename: whole or not at all, while readers read."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from orchestration.errors import RooftopError
from orchestration.publish import Publication
from tests.orchestration.conftest import make_publication, write_warehouse


def publish(publication: Publication) -> None:
    publication.prepare()
    publication.finish()


def units_published(home: Path) -> int:
    with duckdb.connect(str(home / "publish" / "rooftop.duckdb"), read_only=True) as con:
        return con.execute("select units_in_stock from marts.mart_days_supply").fetchone()[0]


def test_published_file_holds_the_star_and_nothing_below_it(home: Path) -> None:
    publish(make_publication(home, "20260331T220000Z-0001"))
    with duckdb.connect(str(home / "publish" / "rooftop.duckdb"), read_only=True) as con:
        tables = con.execute("select table_schema || '.' || table_name, table_type from information_schema.tables order by 1").fetchall()
        assert tables == [
            (name, "BASE TABLE")
            for name in (
                "dims.dim_stores",
                "facts.fct_inventory_daily",
                "marts.mart_days_supply",
                "marts.mart_empty",
                "marts.mart_seen_as_view",
                "meta.publish",
                "meta.quarantine",
            )
        ]
        assert con.execute("select stock_number from facts.fct_inventory_daily").fetchall() == [("N0",), ("N1",), ("N2",)]
        assert con.execute("select comment from duckdb_columns() where column_name = 'units_in_stock'").fetchone() == (
            "Units, it's the lot.",
        )
        assert con.execute("select comment from duckdb_tables() where table_name = 'mart_days_supply'").fetchone() == (
            "One row per store.",
        )
        columns = con.execute("select data_type from information_schema.columns where table_name = 'mart_empty' order by ordinal_position")
        assert columns.fetchall() == [("VARCHAR",), ("DECIMAL(18,4)",), ("TIMESTAMP",)]


def test_meta_publish_says_which_run_this_is(home: Path) -> None:
    publish(make_publication(home, "20260331T220000Z-0001"))
    with duckdb.connect(str(home / "publish" / "rooftop.duckdb"), read_only=True) as con:
        cursor = con.execute("select * from meta.publish")
        names = [c[0] for c in cursor.description]
        rows = cursor.fetchall()
    assert len(rows) == 1
    row = dict(zip(names, rows[0], strict=True))
    assert names == [
        "publish_id", "run_id", "as_of", "published_at", "warehouse_version", "row_counts", "checks_passed", "checks_warned", "report_path",
    ]  # fmt: skip
    assert row["run_id"] == "20260331T220000Z-0001"
    assert row["as_of"].isoformat() == "2026-03-31T22:00:00"
    assert (row["checks_passed"], row["checks_warned"]) == (12, 1)
    assert row["report_path"] == "reports/20260331T220000Z-0001/audit.html"
    assert json.loads(row["row_counts"])["facts.fct_inventory_daily"] == 3


def test_the_version_before_is_kept_and_old_ones_are_pruned(home: Path) -> None:
    for number in range(1, 6):
        write_warehouse(home / "warehouse" / "warehouse.duckdb", units=number)
        publish(make_publication(home, f"20260331T22000{number}Z-0000", keep_versions=2))
    assert units_published(home) == 5
    kept = sorted(p.name for p in (home / "publish" / "versions").iterdir())
    assert kept == ["rooftop-20260331T220003Z-0000.duckdb", "rooftop-20260331T220004Z-0000.duckdb"]
    with duckdb.connect(str(home / "publish" / "versions" / kept[0]), read_only=True) as con:
        assert con.execute("select units_in_stock from marts.mart_days_supply").fetchone() == (3,)
    parquet = sorted(p.name for p in (home / "publish" / "parquet").iterdir())
    assert parquet == ["20260331T220003Z-0000", "20260331T220004Z-0000", "20260331T220005Z-0000"]
    mart = home / "publish" / "parquet" / parquet[-1] / "mart_days_supply.parquet"
    assert duckdb.sql(f"select units_in_stock from '{mart}'").fetchall() == [(5,)]


def test_a_copy_that_differs_is_not_published(home: Path) -> None:
    publication = make_publication(home, "20260331T220000Z-0001")
    steps = dict(publication.steps())
    steps["clear what a killed run left"]()
    steps["copy the tables"]()
    with duckdb.connect(str(publication.next_file)) as con:
        con.execute("update facts.fct_inventory_daily set stock_number = 'N9' where stock_number = 'N1'")
    with pytest.raises(RooftopError, match=r"facts\.fct_inventory_daily differs"):
        steps["compare the copy with the working file"]()
    with duckdb.connect(str(publication.next_file)) as con:
        con.execute("drop table marts.mart_empty")
    with pytest.raises(RooftopError, match=r"marts\.mart_empty"):
        steps["compare the copy with the working file"]()


def test_without_a_warehouse_the_message_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(RooftopError, match="rooftop run"):
        publish(make_publication(tmp_path, "20260331T220000Z-0001"))


def test_a_stale_wal_beside_the_target_goes(home: Path) -> None:
    publish(make_publication(home, "20260331T220000Z-0001"))
    wal = home / "publish" / "rooftop.duckdb.wal"
    wal.write_bytes(b"left by a tool that opened the file for writing")
    write_warehouse(home / "warehouse" / "warehouse.duckdb", units=8)
    publish(make_publication(home, "20260331T220001Z-0001"))
    assert not wal.exists()
    assert units_published(home) == 8


PROJECT = Path(__file__).parents[2]
STEPS = [name for name, _ in Publication.steps(make_publication(Path("nowhere"), "x"))]


@pytest.mark.parametrize("last_step", STEPS)
def test_killed_after_any_step_a_whole_version_stays_and_the_next_run_publishes(home: Path, last_step: str) -> None:
    publish(make_publication(home, "20260331T220000Z-0001"))
    write_warehouse(home / "warehouse" / "warehouse.duckdb", units=7)
    command = [sys.executable, "-m", "tests.orchestration.publish_and_die", str(home), "20260331T220001Z-0002", last_step]
    assert subprocess.run(command, cwd=PROJECT).returncode == -signal.SIGKILL
    swapped = STEPS.index(last_step) >= STEPS.index("swap")
    assert units_published(home) == (7 if swapped else 3)

    write_warehouse(home / "warehouse" / "warehouse.duckdb", units=9)
    publish(make_publication(home, "20260331T220002Z-0003"))
    assert units_published(home) == 9
    left = [p.name for p in (home / "publish").rglob(".next-*")]
    assert left == []


READER = """
import sys, duckdb
path = sys.argv[1]
held = duckdb.connect(path, read_only=True)
seen, reads = set(), 0
print("reading", flush=True)
while not (seen and max(seen) == 12):
    with duckdb.connect() as con:
        con.execute(f"attach '{path}' as rooftop (read_only)")
        units = con.execute("select units_in_stock from rooftop.marts.mart_days_supply").fetchone()[0]
        rows = con.execute("select count(*) from rooftop.facts.fct_inventory_daily").fetchone()[0]
        assert units == rows, (units, rows)
        seen.add(units); reads += 1
assert held.execute("select units_in_stock from marts.mart_days_supply").fetchone()[0] == 3
assert held.execute("select count(*) from facts.fct_inventory_daily").fetchone()[0] == 3
print("saw", sorted(seen))
"""


def test_readers_in_other_processes_never_fail_and_a_held_file_stays_whole(home: Path) -> None:
    publish(make_publication(home, "20260331T220000Z-0000"))
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(home / "publish" / "rooftop.duckdb")], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert reader.stdout is not None and reader.stdout.readline() == "reading\n"
    for number in (4, 6, 12):
        write_warehouse(home / "warehouse" / "warehouse.duckdb", units=number)
        publish(make_publication(home, f"20260331T2200{number:02}Z-0000"))
    out, err = reader.communicate(timeout=60)
    assert reader.returncode == 0, err
    assert "12" in out
