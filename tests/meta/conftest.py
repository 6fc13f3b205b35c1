"""The published group ten days later, with a source gone, canaries on their way, places that are silent, and two systems that differ.

Made once per session: a copy of the working file in which raw rows are changed, and the models over them built again.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock

from ingestion.home import Home
from orchestration import replay
from orchestration.state import read_note

MODELS = [
    *("ref_freshness_limits", "int_sources__limits", "int_sources__freshness", "mart_data_freshness", "fct_source_freshness"),
    *("int_canaries__followed", "canaries", "int_sources__answers", "mart_source_connections"),
    *("int_alerts__of_sources", "fct_alerts", "mart_alerts", "mart_pipeline_health"),
    *(
        "ref_field_sources",
        "can_inventory_unit_rows",
        "can_inventory_unit_versions",
        "can_inventory_units",
        "can_inventory_snapshots",
        "can_listings",
        "can_deal_versions",
        "can_deals",
    ),
    *("int_conflicts__found", "int_conflicts__of_records", "mart_system_conflicts"),
]
CAR, GONE, OTHER = "1HGCM82633A004352", "1M8GDM9AXKP042788", "11111111111111111"
UNIT = {"store_id": "S01", "vehicle_class": "used", "make": "Honda", "model": "Accord", "updated_at": "2026-03-30T12:00:00Z"}
LISTING = {"store_id": "S01", "status": "live", "observed_at": "2026-03-31T12:00:00Z"}
DEAL = {"store_id": "S01", "sale_type": "retail", "status": "sold", "contract_date": "2026-03-20", "updated_at": "2026-03-20T12:00:00Z"}
LIST_AT = "2026-03-31T21:00:00Z"
ROWS: list[tuple[str, str, dict[str, str]]] = [  # system that sent it, entity, cells
    ("canonical", "inventory_units", {**UNIT, "stock_number": "T1", "vin": CAR, "status": "in_stock", "asking_price": "20000",
                                      "mileage": "10000", "trim": "LE"}),
    ("canonical", "inventory_units", {**UNIT, "stock_number": "T2", "vin": GONE, "status": "delivered", "asking_price": "9000"}),
    ("canonical", "inventory_units", {**UNIT, "stock_number": "T6", "status": "in_stock", "asking_price": "15000", "cost": "12000",
                                      "msrp": "16000", "updated_at": "2026-03-28T12:00:00Z"}),
    ("vauto", "inventory_units", {**UNIT, "stock_number": "T6", "status": "sold_not_delivered", "asking_price": "14500", "mileage": "33000",
                                  "msrp": "16500"}),
    ("vauto", "inventory_units", {**UNIT, "stock_number": "T7", "status": "in_stock", "asking_price": "8000"}),
    ("canonical", "listings", {**LISTING, "stock_number": "T1", "vin": CAR, "channel": "website", "displayed_price": "20500",
                               "photo_count": "30"}),
    ("canonical", "listings", {**LISTING, "stock_number": "T1", "vin": CAR, "channel": "cars_com", "displayed_price": "20000",
                               "photo_count": "12"}),
    ("canonical", "listings", {**LISTING, "vin": GONE, "channel": "autotrader", "displayed_price": "9000"}),
    ("feeds", "inventory_snapshots", {"store_id": "S01", "snapshot_at": LIST_AT, "stock_number": "T1", "vin": OTHER, "trim": "XLE",
                                      "mileage": "10500", "asking_price": "20000"}),
    ("feeds", "inventory_snapshots", {"store_id": "S01", "snapshot_at": LIST_AT, "stock_number": "T2", "vin": GONE}),
    ("canonical", "deals", {**DEAL, "deal_number": "T-1", "stock_number": "T1", "vin": CAR, "sale_price": "19900"}),
    ("elead", "deals", {**DEAL, "deal_number": "T-1", "vin": CAR, "sale_price": "20400", "updated_at": "2026-03-29T12:00:00Z"}),
    ("elead", "deals", {**DEAL, "deal_number": "T-2", "vin": CAR, "contract_date": "2026-03-22", "sale_price": "20400"}),
    ("elead", "deals", {**DEAL, "deal_number": "T-3", "vin": CAR, "contract_date": "2025-09-01", "sale_price": "11000"}),
    ("elead", "deals", {**DEAL, "deal_number": "T-4", "vin": GONE, "sale_price": "8900"}),
    ("dealervault", "deals", {**DEAL, "deal_number": "T-5", "vin": OTHER, "sale_price": "7000"}),
    ("canonical", "deals", {**DEAL, "deal_number": "T-5", "vin": OTHER, "sale_price": "7100", "updated_at": "2026-03-21T12:00:00Z"}),
]  # fmt: skip


def rows_of_two_systems() -> Iterator[str]:
    """The rows as the canonical drop would hold them; a ledger row for each names the system that sent it. And a rule of the home's own."""
    yield "insert into raw.config__field_sources (entity, field, system_of_record) values ('inventory_units', 'msrp', 'inventory_feed')"
    for number, (system, entity, cells) in enumerate(ROWS):
        batch = {"_batch_id": f"test-{number}", "_dlt_load_id": "test", **cells}
        values = ", ".join(f"'{value}'" for value in batch.values())
        yield f"insert into raw.canonical__{entity} ({', '.join(batch)}, _line_number, _row_number) values ({values}, 2, 1)"
        columns = "batch_id, system, entity, dlt_load_id, arrival, status, loaded_at, rows_read, rows_loaded, rows_set_aside"
        sent = f"'test-{number}', '{system}', '{entity}', 'test', {1_000_000 + number}, 'loaded', timestamp '2026-03-31 21:30:00', 1, 1, 0"
        yield f"insert into raw.load_ledger ({columns}) values ({sent})"


def silence_and_canaries() -> Iterator[str]:
    """Ten days pass; calls never came; a CRM is expected that nobody connected; three canaries and four places."""
    canaries = ", ".join(
        f"('canary-{name}', '{way}', as_of_at - interval {minutes} minute, {seen})"
        for name, way, minutes, seen in (
            ("seen", "file", 90, "as_of_at - interval 85 minute"),
            ("young", "webhook", 10, "null"),
            ("lost", "webhook", 31, "null"),
        )
    )
    places = ", ".join(
        f"('{name}', '{system}', as_of_at - interval {asked} minute, as_of_at - interval {answered} minute, {has_failed})"
        for name, system, asked, answered, has_failed in (
            ("quiet", "elead", 4, 4, False),
            ("slow", "elead", 16, 16, False),
            ("down", "elead", 4, 61, True),
            ("failed_once", "google_ads", 30, 90, True),
        )
    )
    yield "update raw.run_clock set as_of_at = as_of_at + interval 10 day"
    yield "delete from raw.load_ledger where entity = 'calls'"
    yield "insert into raw.config__freshness_limits (system, entity, warn_after_seconds) values ('elead', 'leads', '3600')"
    yield f"insert into raw.canaries select v.* from raw.run_clock, lateral (values {canaries}) as v"
    yield f"insert into raw.source_answers select v.* from raw.run_clock, lateral (values {places}) as v"


@pytest.fixture(scope="session")
def later_home(published_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home; with several workers the first one makes it, the others wait."""
    home = published_home.with_name("later_home")
    warehouse = home / "warehouse" / "warehouse.duckdb"
    with FileLock(str(home) + ".lock"):
        if not (home / "built").exists():
            shutil.rmtree(home, ignore_errors=True)
            warehouse.parent.mkdir(parents=True)
            shutil.copy(published_home / "warehouse" / "warehouse.duckdb", warehouse)
            with duckdb.connect(str(warehouse)) as con:
                for change in (*silence_and_canaries(), *rows_of_two_systems()):
                    con.execute(change)
            # The statements that dbt made these models with, sent again: what the second build of a home does (orchestration/replay.py).
            plan = [replay.Node(**node) for node in read_note(Home.at(published_home), replay.PLAN)["nodes"]]
            replay.execute(Home.at(home), [node for node in plan if node.name.split(".")[-1] in MODELS], lambda _: None)
            (home / "built").touch()
    return home


@pytest.fixture(scope="module")
def ten_days_later(later_home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(later_home / "warehouse" / "warehouse.duckdb"), read_only=True) as con:
        yield con
