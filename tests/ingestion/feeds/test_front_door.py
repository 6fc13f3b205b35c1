"""Feeds through the engine: into raw, with ledger and quarantine; and the shared real lists where they lie beside the project."""

from __future__ import annotations

import os
import time
from datetime import datetime
from pathlib import Path

from ingestion.home import Home
from ingestion.rebuild import rebuild
from ingestion.run import ingest
from tests.ingestion.conftest import Desk
from tests.real_inventory import home as real

VIN = "1HGCM82633A004352"
PROFILE = """
store: {column: [Dealer], codes: {MP1: S1}}
snapshot_at: {file_time: true}
columns:
  vin: {from: [VIN], required: true}
  asking_price: [Price]
  mileage: [Miles]
"""


def lay(home: Home, relative: str, text: str) -> Path:
    path = home.root / relative
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_one_feed_fails_alone_and_bad_cells_are_said(desk: Desk) -> None:
    for feed in ("good", "drifted"):
        lay(desk.home, f"config/feeds/{feed}.yml", PROFILE)
    lay(desk.home, "landing/feeds/good/a.csv", f"Dealer,VIN,Price,Miles,Color\nMP1,{VIN},$8995,many,Blue\n,{VIN},1,1,Red\n")
    lay(desk.home, "landing/feeds/drifted/b.csv", "Dealer,Chassis,Price\nMP1,1,1\n")
    desk.ingest()
    assert desk.query("select store_id, vin, asking_price, color, feed_name, _line_number from raw.feeds__inventory_snapshots") == [
        ("S1", VIN, "8995", "Blue", "good", 2)
    ]
    assert desk.findings() == sorted(
        [
            ("a.csv", 2, "mileage", "unparseable_value", True),
            ("a.csv", 3, "store_id", "missing_required_value", False),
            ("b.csv", None, "vin", "missing_required_column", False),
        ],
        key=str,
    )


def test_a_corrected_profile_is_tried_again(desk: Desk) -> None:
    lay(desk.home, "config/feeds/mine.yml", PROFILE.replace("columns:", "colums:"))
    lay(desk.home, "landing/feeds/mine/a.csv", f"Dealer,VIN\nMP1,{VIN}\n")
    desk.ingest()
    assert desk.findings() == [("a.csv", None, None, "unknown_entity", False)]
    lay(desk.home, "config/feeds/mine.yml", PROFILE)
    desk.ingest()
    assert desk.visible("feeds__inventory_snapshots", "vin") == [VIN]


def test_the_time_of_the_file_is_the_same_after_a_rebuild(desk: Desk) -> None:
    lay(desk.home, "config/feeds/mine.yml", PROFILE)
    file = lay(desk.home, "landing/feeds/mine/a.csv", f"Dealer,VIN\nMP1,{VIN}\n")
    os.utime(file, (1_774_951_200, 1_774_951_200))
    desk.ingest()
    first = desk.visible("feeds__inventory_snapshots", "snapshot_at")
    os.utime(file, (1_774_999_999, 1_774_999_999))
    rebuild(desk.home)
    assert desk.visible("feeds__inventory_snapshots", "snapshot_at") == first == ["2026-03-31T10:00:00+00:00"]


def _status_counts(home: Home) -> dict[str, int]:
    return dict(Desk(home.root).query("select status, count(*) from raw.feeds__inventory_snapshots group by status"))


if real.is_present():

    def test_real_lists_in_one_file(tmp_path: Path) -> None:
        home = Home.at(tmp_path)
        real.lay_in_one(home.root)
        started = time.perf_counter()
        report = ingest(home, as_of=datetime.fromisoformat(real.AS_OF))
        assert time.perf_counter() - started < 90, "64,000 rows take seconds"
        desk = Desk(home.root)
        # Fourteen of the 64,477 rows have neither VIN nor stock number; of the fourteen without a status six have one.
        assert _status_counts(home) == {"in_transit": 57_974, "in_stock": 5_518, "pending_sale": 965, "unmapped": 6}
        assert desk.query("select count(distinct store_id), count(distinct snapshot_at) from raw.feeds__inventory_snapshots") == [(11, 180)]
        assert desk.query("select count(*) from raw.feeds__inventory_snapshots where starts_with(snapshot_at, '2026-06-30')") == [(357,)]
        assert desk.query("select column_name, reason_code, count(*) from raw.quarantine_findings group by all") == [
            ("stock_number", "missing_required_value", 14)
        ]
        assert report.as_dict()

    def test_real_lists_by_day_are_the_same_rows(tmp_path: Path) -> None:
        days = {"2026-02-16", "2026-02-17", "2026-06-30"}
        one, many = Home.at(tmp_path / "one"), Home.at(tmp_path / "many")
        real.lay_in_one(one.root)
        ingest(one)
        for _ in real.lay_by_day(many.root, days):
            ingest(many)
        sql = (
            "select * exclude (_batch_id, _dlt_load_id, _line_number, _row_number) from raw.feeds__inventory_snapshots"
            " where substr(snapshot_at, 1, 10) in ('2026-02-16', '2026-02-17', '2026-06-30') order by all"
        )
        rows = Desk(many.root).query(sql)
        assert len(rows) == 269 + 264 + 357 and rows == Desk(one.root).query(sql)
