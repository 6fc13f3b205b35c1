"""Where two systems give the same field of the same thing, the system of record rules, and the difference is told field by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb
import pytest

from tests.meta.conftest import CAR, GONE, OTHER


@pytest.fixture(scope="module")
def conflicts(ten_days_later: duckdb.DuckDBPyConnection) -> Mapping[tuple[str, str, str], tuple[Any, ...]]:
    rows = ten_days_later.execute("""
        select entity_id, field, other_system, vin, record_value, other_value, delta from marts.mart_system_conflicts
        where store_id = 'S01' and entity_id in ('T1', 'T2', 'T6', 'T7')
    """).fetchall()
    return {(row[0], row[1], row[2]): row[3:] for row in rows}


@pytest.mark.parametrize(
    ("stock_number", "field", "other_system", "found"),
    [
        ("T1", "price", "listing on website", (CAR, "20000.00", "20500.00", 500)),
        ("T1", "mileage", "feeds inventory_snapshots", (CAR, "10000", "10500", 500)),
        ("T1", "trim", "feeds inventory_snapshots", (CAR, "LE", "XLE", None)),
        ("T1", "vin", "feeds inventory_snapshots", (CAR, CAR, OTHER, None)),
        ("T1", "photos", "listing on cars_com", (CAR, "30", "12", -18)),
        ("T6", "price", "vauto inventory_units", (None, "15000.00", "14500.00", -500)),
        ("T6", "availability", "vauto inventory_units", (None, "in_stock", "sold_not_delivered", None)),
        ("T2", "availability", "listing on autotrader", (GONE, "delivered", "live", None)),
        ("T2", "availability", "feeds inventory_snapshots", (GONE, "delivered", "listed", None)),
    ],
)
def test_each_field_has_its_conflict(
    conflicts: Mapping[tuple[str, str, str], tuple[Any, ...]], stock_number: str, field: str, other_system: str, found: tuple[Any, ...]
) -> None:
    assert conflicts[stock_number, field, other_system] == found


def test_what_agrees_is_no_conflict(conflicts: Mapping[tuple[str, str, str], tuple[Any, ...]]) -> None:
    assert len(conflicts) == 9


def test_a_crm_s_copy_of_a_deal_gives_way_to_the_dms(ten_days_later: duckdb.DuckDBPyConnection) -> None:
    rows = ten_days_later.execute("""
        select deal_number, source_system, cast(sale_price as integer) from canonical.can_deals
        where store_id = 'S01' and deal_number like 'T-%' order by deal_number
    """).fetchall()
    assert rows == [
        ("T-1", "canonical", 19_900),  # not the CRM's, although that one is newer
        ("T-3", "elead", 11_000),  # T-2 is the sale of T-1 under the CRM's number; half a year earlier is another sale
        ("T-4", "elead", 8_900),  # the fallback gives what the record does not have
        ("T-5", "canonical", 7_100),  # of equal rank: the newer one
    ]


def test_of_a_car_each_field_is_its_record_s_and_what_that_one_does_not_say_another_s(ten_days_later: duckdb.DuckDBPyConnection) -> None:
    rows = ten_days_later.execute("""
        select stock_number, status, cast(asking_price as integer), cast(cost as integer), mileage, cast(msrp as integer)
        from canonical.can_inventory_units where store_id = 'S01' and stock_number in ('T6', 'T7') order by stock_number
    """).fetchall()
    assert rows == [
        ("T6", "in_stock", 15_000, 12_000, 33_000, 16_500),  # mileage: the DMS says none; msrp: the home lets the inventory tool rule it
        ("T7", "in_stock", 8_000, None, None, None),
    ]
