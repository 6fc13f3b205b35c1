"""What a simulated world does not do: records of one store by hand (records.py), down to the canonical layer."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb

Con = duckdb.DuckDBPyConnection


def rows(con: Con, columns: str, table: str, where: str, order: str = "1, 2") -> list[tuple[Any, ...]]:
    return con.execute(f"select {columns} from {table} where {where} order by {order}").fetchall()


def test_a_page_of_elead_is_read_like_lines(crm: Con) -> None:
    found = rows(
        crm,
        "lead_id, lead_origin, lead_type, make, vin, stage, disposition, owner_agent_id, has_trade_in",
        "canonical.can_leads",
        "source_system = 'elead' and store_id = 'SX'",
    )
    assert found == [
        ("elead:O-1", "phone_call", "vehicle_specific", "Honda", "1HGCM82633A004352", "appointment_set", None, "elead:e-1", False),
        ("elead:O-2", "phone_call", "trade_in", None, None, "lost", "not_interested", "elead:e-1", True),
    ]


def test_an_unknown_sub_status_leaves_the_status_and_is_seen(crm: Con) -> None:
    found = rows(crm, "stage, stage_raw", "canonical.can_lead_versions", "lead_id = 'elead:O-1'", "version_number")
    assert found == [("unmapped", "Active"), ("appointment_set", "Appointment Set")]


def test_elead_owners_are_timed_only_where_their_begin_was_seen(crm: Con) -> None:
    """The owner of a backfilled opportunity has no assignment: since when is not known."""
    found = rows(
        crm, "agent_id, assigned_at, released_at, reason", "canonical.can_lead_assignments", "lead_id like 'elead:O-%'", "assigned_at"
    )
    noon, one = datetime(2026, 3, 20, 12), datetime(2026, 3, 20, 13)
    assert found == [("elead:e-2", noon, one, "route"), ("elead:e-1", one, None, "transfer")]


def test_elead_activities_are_touches_by_type(crm: Con) -> None:
    """Numbers and names of types, a text that nobody in the store completed; a note and what is only planned are none."""
    columns = "interaction_id, channel, direction, kind, is_two_way, agent_id"
    assert rows(crm, columns, "canonical.can_lead_interactions", "lead_id = 'elead:O-1'") == [
        ("elead:A-1", "phone", "outbound", "human_personalised", True, "elead:e-1"),
        ("elead:A-3", "email", "outbound", "automated_response", False, None),
        ("elead:A-4", "sms", "inbound", "human_personalised", True, None),
    ]
    assert rows(crm, "task_id, task_type, status", "canonical.can_tasks", "lead_id = 'elead:O-1'") == [("elead:A-5", "Call back", "open")]


def test_an_elead_appointment_moved_confirmed_and_missed(crm: Con) -> None:
    columns = "appointment_id, set_at, scheduled_at, confirmed_at, status, status_raw"
    assert rows(crm, columns, "canonical.can_appointments", "lead_id = 'elead:O-1'") == [
        ("elead:B-1", datetime(2026, 3, 20, 13), datetime(2026, 3, 23, 15), datetime(2026, 3, 22, 12), "no_show", "no_show"),
        ("elead:B-2", None, datetime(2026, 3, 25, 15), None, "unmapped", "Moved On"),
    ]


def test_an_elead_customer_has_the_preferred_address_and_its_refusal(crm: Con) -> None:
    found = rows(crm, "email, phone, postal_code, consent_email, consent_sms", "canonical.can_customers", "customer_id = 'elead:c-1'")
    assert found == [("dana@example.com", "555-0101", "80201", "denied", "unknown")]


def test_an_array_of_vinsolutions_without_dealer_ids(crm: Con) -> None:
    """The folder names the dealer; a store's own status of type Active, a status that no export named, a deleted vehicle."""
    found = rows(
        crm,
        "lead_id, stage, source_code, lead_origin, lead_origin_raw, model, vin, intake_method",
        "canonical.can_leads",
        "source_system = 'vinsolutions' and store_id = 'SX'",
    )
    assert found == [
        ("vinsolutions:900001", "new", "unknown", None, None, "Accord", "1HGCM82633A004352", "adf"),
        ("vinsolutions:900002", None, "unmapped", "unmapped", "Kiosk", None, None, None),
    ]
    lost = rows(crm, "file, column_name, reason_code, is_row_loaded", "raw.quarantine_findings", "system = 'vinsolutions'")
    assert lost == [("vinsolutions/leads/77/window.json", "leadid", "missing_required_value", False)]


def test_a_deleted_visit_is_none(crm: Con) -> None:
    assert rows(crm, "visit_id, had_test_drive", "canonical.can_showroom_visits", "store_id = 'SX'") == [("vinsolutions:900002", True)]


def test_a_reversed_deal_and_one_without_a_status(crm: Con) -> None:
    columns = "deal_number, status, sale_type, contract_date, delivered_at, unwound_on, front_gross, customer_id"
    assert rows(crm, columns, "canonical.can_deals", "store_id = 'SX'") == [
        ("D-1", "unwound", "unmapped", date(2026, 3, 21), None, date(2026, 3, 25), Decimal("1250.5"), None),
        ("D-2", "sold", "retail", date(2026, 3, 21), None, None, None, None),
    ]


def test_a_unit_is_acquired_on_the_stores_day(crm: Con) -> None:
    """05:30 UTC on the 2nd is the 1st in Denver; an internet price of 0 is none."""
    found = rows(crm, "stock_number, acquired_on, status, asking_price", "canonical.can_inventory_units", "source_system = 'vinsolutions'")
    assert ("K1", date(2026, 3, 1), "in_stock", Decimal("31500")) in found


def test_drivecentric_deals_and_their_appointments(crm: Con) -> None:
    columns = "lead_id, store_id, inquiry_at, stage, source_raw, lead_origin, first_name, email, phone, model_year, vin"
    assert rows(crm, columns, "canonical.can_leads", "source_system = 'drivecentric'") == [
        ("drivecentric:D77", "SX", datetime(2026, 3, 21, 10), "quoted", "Cars.com", None, "Dana", "dana@example.com", "555-0101", 2003,
         "1HGCM82633A004352")
    ]  # fmt: skip
    columns = "appointment_id, set_at, scheduled_at, status, shown_at"
    assert rows(crm, columns, "canonical.can_appointments", "source_system = 'drivecentric'") == [
        ("drivecentric:D77:2026-03-24T10:00:00", datetime(2026, 3, 21, 10), datetime(2026, 3, 24, 16), "set", None)
    ]


def test_dealersocket_events(crm: Con) -> None:
    """Codes by the status map, an unknown one seen; a name is no agent's id; a time without an offset is the store's."""
    columns = "lead_id, store_id, inquiry_at, stage, stage_raw, owner_agent_id, model"
    assert rows(crm, columns, "canonical.can_leads", "source_system = 'dealersocket'") == [
        ("dealersocket:41", "SX", datetime(2026, 3, 20, 15), "quoted", "223", None, "Accord"),
        ("dealersocket:42", "SX", datetime(2026, 3, 20, 15, 30), "unmapped", "999", "dealersocket:17", None),
    ]


def test_nothing_is_lost_on_the_way_in(crm: Con) -> None:
    """Rows read = rows loaded and set aside, of each vendor."""
    found = rows(crm, "system, sum(rows_read) = sum(rows_loaded) + sum(rows_set_aside)", "raw.load_ledger", "true group by system")
    systems = {"canonical", "dealersocket", "drivecentric", "elead", "vinsolutions"}
    assert {system for system, _ in found} == systems and all(kept for _, kept in found)
