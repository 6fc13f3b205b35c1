"""What hand-made files of each DMS become: codes and corrections of DealerVault, one deal and one car of each Tier 2 system."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb

from tests.ingestion.dms.records import TRADE_VIN, VIN

Con = duckdb.DuckDBPyConnection


def rows(con: Con, table: str, columns: str, where: str, order: str = "1") -> list[tuple[Any, ...]]:
    return con.execute(f"select {columns} from canonical.{table} where {where} order by {order}").fetchall()


def one(con: Con, table: str, columns: str, where: str) -> tuple[Any, ...]:
    found = rows(con, table, columns, where)
    assert len(found) == 1
    return found[0]


def test_the_later_file_wins_whenever_it_arrives(dms: Con) -> None:
    deal = one(dms, "can_deals", "status, sale_price, unwound_on, delivered_at, updated_at", "store_id = 'DV' and deal_number = '1'")
    assert deal == ("unwound", Decimal(21500), date(2026, 3, 6), datetime(2026, 3, 5, 6), datetime(2026, 3, 7, 11, 30))
    versions = rows(dms, "can_deal_versions", "version_number, status, sale_price", "store_id = 'DV' and deal_number = '1'")
    assert versions == [(1, "sold", Decimal(1)), (2, "unwound", Decimal(21500))]


def test_a_file_of_the_future_is_not_known_yet(dms: Con) -> None:
    """23:00 in Chicago on 31 March is 04:00 UTC on 1 April; the clock stands at 22:00 UTC."""
    assert one(dms, "can_deals", "status", "store_id = 'DV' and deal_number = '2'") == ("delivered",)


def test_status_and_kind_of_sale(dms: Con) -> None:
    found = rows(dms, "can_deals", "deal_number, status, status_raw, sale_type, vehicle_class, unwound_on", "store_id = 'DV'")
    assert found == [
        ("1", "unwound", "U", "retail", None, date(2026, 3, 6)),
        ("2", "delivered", "F", "lease", "new", None),
        ("3", "sold", "B", "wholesale", None, None),  # no code, but booked
        ("4", "unmapped", "not given", "dealer_trade", None, None),
        ("5", "unmapped", "Q7", "unmapped", None, None),
        ("6", "sold", "B", "retail", None, None),
        ("7", "sold", "B", "retail", None, None),
    ]


def test_a_capped_deal_of_dealertrack_is_not_unwound(dms: Con) -> None:
    assert one(dms, "can_deals", "status, unwound_on", "store_id = 'DT'") == ("sold", None)


def test_a_store_nobody_knows_keeps_its_deal(dms: Con) -> None:
    """And a VIN of sixteen characters stays, a day written in words is read."""
    deal = one(dms, "can_deals", "store_id, deal_number, vin, contract_date", "store_id_raw = 'DVD9'")
    assert deal == ("unknown", "1", "1HGCM82633A00435", date(2026, 3, 4))


def test_people_and_money_of_a_deal(dms: Con) -> None:
    columns = "first_name, last_name, email, phone, customer_id, salesperson_agent_id"
    assert rows(dms, "can_deals", columns, "store_id = 'DV' and deal_number in ('4', '5', '6')", "deal_number") == [
        (None, "ACME MOTORS LLC", "acme@example.com", "248-555-0101", None, None),
        ("PAT Q", "SAMPLE", None, "248-555-0102", None, None),
        ("Pat", "Sample", None, None, "dealervault:DVD1:0007", "dealervault:DVD1:012"),
    ]
    money = "front_gross, back_gross, trade_vin, trade_acv, recon_cost, contract_date"
    assert one(dms, "can_deals", money, "store_id = 'DV' and deal_number = '6'") == (
        Decimal("-1250.5"), Decimal(980), TRADE_VIN, Decimal(4000), Decimal("812.4"), date(2026, 3, 4),
    )  # fmt: skip
    assert one(dms, "can_deals", "sale_price", "store_id = 'DV' and deal_number = '7'") == (None,)
    consent = "postal_code, consent_email, consent_sms, consent_call"
    assert one(dms, "can_customers", consent, "customer_id = 'dealervault:DVD1:0007'") == ("48083", "opted_out", "unknown", "unknown")
    assert one(dms, "can_agents", "store_id, agent_name", "agent_id = 'dealervault:DVD1:012'") == ("DV", "Sam Seller")


def test_what_a_file_could_not_give_is_reported(dms: Con) -> None:
    found = dms.execute(
        "select entity, line_number, column_name, reason_code, is_row_loaded from raw.quarantine_findings where system = 'dealervault'"
        " order by all"
    ).fetchall()
    assert found == [
        ("sales", 8, "sales_price", "unparseable_value", True),
        ("sales", 9, "deal_number", "missing_required_value", False),
    ]  # fmt: skip


def test_internal_repair_orders_fill_in_for_a_recon_tool(dms: Con) -> None:
    """Not for P900, which the tool knows; not without a stock number, nor without internal cost. `Closed RO Date` is the close date."""
    columns = "stock_number, stage, entered_at, exited_at, cost, ro_number, source_system"
    begin, end = datetime(2026, 3, 2, 6), datetime(2026, 3, 5, 6)
    assert rows(dms, "can_recon_stage_visits", columns, "store_id = 'DV'") == [
        ("P900", "in_process", datetime(2026, 3, 2, 14), None, None, None, "canonical"),
        ("P901", "in_process", begin, end, Decimal("412.5"), "70002", "dealervault"),
        ("P902", "sublet", begin, end, Decimal(600), "70003", "dealervault"),
        ("P903", "in_process", begin, None, Decimal(600), "70004", "dealervault"),
        ("P904", "sublet", begin, end, Decimal(80), "70005", "dealervault"),
    ]


def test_service_and_parts_are_staged(dms: Con) -> None:
    appointment = dms.execute(
        "select service_appointment_id, store_id, appointment_on, appointment_minutes, is_waiting"
        " from staging.stg_dealervault__service_appointments where store_id = 'DVD1'"
    ).fetchall()
    assert appointment == [("dealervault:DVD1:0042", "DVD1", date(2026, 3, 9), 570, True)]
    part = dms.execute(
        "select part_number, description, quantity_on_hand, unit_cost from staging.stg_dealervault__parts where store_id = 'DVD1'"
    ).fetchall()
    assert part == [("00915", '15" blade', Decimal(3), Decimal("14.5"))]


def test_opentrack(dms: Con) -> None:
    columns = "deal_number, status, sale_type, sale_price, front_gross, back_gross, pack, trade_vin, accounting_date, salesperson_agent_id"
    agent = "opentrack:ZE_ZE7:44"
    assert rows(dms, "can_deals", columns, "store_id = 'OT'") == [
        ("1", "sold", "retail", Decimal(8995), Decimal(1695), Decimal("640.5"), Decimal(300), None, date(2026, 3, 5), agent),
        ("2", "unwound", "retail", Decimal(8995), Decimal(1695), None, None, None, None, agent),
        ("3", "pending", "dealer_trade", Decimal(8995), Decimal(1695), None, None, TRADE_VIN, None, agent),
        ("4", "pending", "lease", Decimal(31000), Decimal(1695), None, None, None, None, agent),
    ]
    buyer = one(dms, "can_deals", "first_name, last_name, email, phone, updated_at", "store_id = 'OT' and deal_number = '1'")
    assert buyer == ("Pat", "Sample", "pat@example.com", "2485550103", datetime(2026, 3, 7, 10))
    consent = one(dms, "can_customers", "consent_email, consent_call", "customer_id = 'opentrack:ZE_ZE7:721'")
    assert consent == ("denied", "unknown")
    unit = one(dms, "can_inventory_units", "stock_number, status, vehicle_class, acquired_on, mileage, asking_price", "store_id = 'OT'")
    assert unit == ("P77", "in_stock", "certified", date(2026, 1, 10), 61200, Decimal(8995))


def test_cdk(dms: Con) -> None:
    deal = one(
        dms, "can_deals", "deal_number, status, sale_type, vehicle_class, contract_date, sale_price, front_gross, back_gross, first_name,"
        " last_name, phone, customer_id, salesperson_agent_id", "store_id = 'CK'",
    )  # fmt: skip
    assert deal == ("314403", "sold", "retail", "used", date(2026, 3, 4), Decimal(23900), Decimal("1572.5"), Decimal(713), "PAT", "SAMPLE",
                    "2485550104", "cdk:3PA0001:55", "cdk:3PA0001:5678")  # fmt: skip
    unit = one(dms, "can_inventory_units", "stock_number, status, vehicle_class, acquired_on, asking_price", "store_id = 'CK'")
    assert unit == ("P78", "in_stock", "used", date(2026, 1, 15), Decimal(9500))
    assert dms.execute("select count(*) from raw.quarantine_findings where system = 'cdk'").fetchone() == (0,)


def test_reynolds(dms: Con) -> None:
    deal = one(
        dms, "can_deals", "deal_number, stock_number, vin, status, sale_type, contract_date, delivered_at, front_gross, trade_vin,"
        " trade_acv, email, phone, updated_at", "store_id = 'RR'",
    )  # fmt: skip
    assert deal == ("1001", "P77", VIN, "sold", "retail", date(2026, 3, 4), datetime(2026, 3, 5, 5), Decimal("1234.5"), TRADE_VIN,
                    Decimal(500), "pat@example.com", "2485550106", datetime(2026, 3, 6, 15))  # fmt: skip
    unit = one(dms, "can_inventory_units", "stock_number, status, make, mileage, cost, acquired_on", "store_id = 'RR'")
    assert unit == ("P80", "in_stock", "HONDA", 61200, Decimal(7000), date(2026, 1, 20))


def test_tekion_leads(dms: Con) -> None:
    lead = one(
        dms, "can_leads", "lead_id, inquiry_at, lead_origin, lead_type, source_code, vin, stock_number, model_year, trim, first_name,"
        " email, phone, owner_agent_id, stage", "store_id = 'TK'",
    )  # fmt: skip
    assert lead == ("tekion:L1", datetime(2026, 3, 6, 12, 30), "form", "vehicle_specific", "cars_com", VIN, "P77", 2003, "EX", "Pat",
                    "pat@example.com", "2485550107", "tekion:U1", "contacted")  # fmt: skip


def test_a_tekion_buyer_has_his_preferences(dms: Con) -> None:
    columns = "deal_number, status, sale_type, customer_id, first_name, email, stock_number, updated_at"
    buyer = ("tekion:C9", "Kim", "kim@example.com")
    assert one(dms, "can_deals", columns, "store_id = 'TK'") == ("D1", "pending", "retail", *buyer, None, datetime(2026, 3, 7, 10))
    consent = "consent_email, consent_call, consent_sms, phone"
    assert one(dms, "can_customers", consent, "customer_id = 'tekion:C9'") == ("granted", "denied", "unknown", "2485550108")
