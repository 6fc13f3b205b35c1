"""The same stores by Elead and by VinSolutions: what each vendor can carry of leads, appointments, touches and owners is what the canonical
drop says. What it cannot carry is in docs/connectors/elead.md and vinsolutions.md, and is empty here.
"""

from __future__ import annotations

import duckdb
import pytest

# Vendor → the id that a lead, an appointment and a customer of the canonical drop (`a`) have there.
_NUMBER = "'vinsolutions:' || cast(cast(regexp_replace({}, '[^0-9]', '', 'g') as bigint) as varchar)"
KEYS = {"elead": "'elead:' || {}", "vinsolutions": _NUMBER}
VENDORS = sorted(KEYS)
OURS = "a.source_system = 'canonical' and a.store_id in ('S01', 'S02')"
Con = duckdb.DuckDBPyConnection


def differences(con: Con, vendor: str, entity: str, key: str, columns: dict[str, str], where: str = "true") -> dict[str, int]:
    """Column → rows in which the vendor says otherwise. A column maps to what the vendor should have, from the canonical row `a`."""
    sums = ", ".join(f"count(*) filter (where b.{c} is distinct from {e})" for c, e in columns.items())
    row = con.execute(
        f"select {sums} from canonical.can_{entity} as a inner join canonical.can_{entity} as b"
        f" on b.source_system = ? and b.{key} = {KEYS[vendor].format(f'a.{key}')} where {OURS} and {where}",
        [vendor],
    ).fetchone()
    assert row
    return {c: n for c, n in zip(columns, row, strict=True) if n}


def count(con: Con, sql: str) -> int:
    row = con.execute(sql).fetchone()
    assert row
    return int(row[0])


@pytest.mark.parametrize("vendor", VENDORS)
def test_leads(crm: Con, vendor: str) -> None:
    of_sales = "a.department = 'sales'"
    told = count(crm, f"select count(*) from canonical.can_leads where source_system = '{vendor}' and store_id in ('S01', 'S02')")
    assert told == count(crm, f"select count(*) from canonical.can_leads as a where {OURS} and {of_sales}") > 300
    same = ("store_id", "inquiry_at", "source_code", "channel_group", "vin", "stock_number", "model_year", "make", "model", "trim",
            "trade_in_vin", "is_test", "is_spam", "department")  # fmt: skip
    columns = {c: f"a.{c}" for c in same} | {"customer_id": KEYS[vendor].format("a.customer_id")}
    assert differences(crm, vendor, "leads", "lead_id", columns, of_sales) == {}
    assert differences(crm, vendor, "leads", "lead_id", {"stage": "a.stage"}, f"{of_sales} and not a.is_test and not a.is_spam") == {}
    lost = {"disposition": "a.disposition"}
    assert differences(crm, vendor, "leads", "lead_id", lost, f"{of_sales} and a.stage in ('lost', 'sold', 'delivered')") == {}
    other = () if vendor == "elead" else ("test_drive_request", "appointment_request")  # these are Internet leads there
    origins = {"lead_origin": f"case when a.lead_origin in {(*other, '-', '-')} then 'form' else a.lead_origin end"}
    named = "true" if vendor == "elead" else "a.source_raw is not null"  # there the source tells the way in
    assert differences(crm, vendor, "leads", "lead_id", origins, f"{of_sales} and {named}") == {}


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_lead_has_the_contacts_of_its_customer(crm: Con, vendor: str) -> None:
    wrong = count(
        crm,
        "select count(*) from canonical.can_leads as a inner join canonical.can_customers as people"
        " on people.source_system = 'canonical' and a.customer_id = people.customer_id inner join canonical.can_leads as b"
        f" on b.source_system = '{vendor}' and b.lead_id = {KEYS[vendor].format('a.lead_id')}"
        f" where {OURS} and (b.email is distinct from people.email or b.phone is distinct from people.phone"
        " or b.first_name is distinct from people.first_name or b.postal_code is distinct from people.postal_code)",
    )
    assert wrong == 0


@pytest.mark.parametrize("vendor", VENDORS)
def test_appointments(crm: Con, vendor: str) -> None:
    told = count(crm, f"select count(*) from canonical.can_appointments where source_system = '{vendor}' and store_id in ('S01', 'S02')")
    assert told == count(crm, f"select count(*) from canonical.can_appointments as a where {OURS}") > 80
    columns = {c: f"a.{c}" for c in ("store_id", "set_at", "scheduled_at", "confirmed_at", "shown_at", "status")}
    columns |= {c: KEYS[vendor].format(f"a.{c}") for c in ("lead_id", "agent_id", "customer_id", "rescheduled_from_id")}
    if vendor == "elead":  # an appointment's customer is its opportunity's there, and an anonymous lead has none
        columns["customer_id"] = f"case when b.customer_id is not null then {columns['customer_id']} end"
    assert differences(crm, vendor, "appointments", "appointment_id", columns) == {}
    absent = ("test_drive_at", "no_show_reason", "confirmation_channel", "vin", "stock_number")
    row = crm.execute(
        f"select {', '.join(f'count({c})' for c in absent)} from canonical.can_appointments where source_system = ?", [vendor]
    )
    assert row.fetchone() == (0,) * len(absent)


FIRSTS = {
    "answer": ("lead_interactions", "occurred_at", "direction = 'outbound' and kind in ('human_personalised', 'human_template')"),
    "talk": ("lead_interactions", "occurred_at", "is_two_way"),
    "call": ("lead_interactions", "occurred_at", "channel = 'phone' and direction = 'outbound'"),
}


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("first", sorted(FIRSTS))
def test_the_first_of_each_lead(crm: Con, vendor: str, first: str) -> None:
    """Templates count as answers at both vendors: neither tells them from what a person wrote."""
    entity, column, rule = FIRSTS[first]
    sql = "select lead_id, min({0}) as first_at from canonical.can_{1} where source_system = '{2}' and {3} group by lead_id"
    wrong = crm.execute(
        f"with a as ({sql.format(column, entity, 'canonical', rule)}), b as ({sql.format(column, entity, vendor, rule)})"
        " select count(*), count(*) filter (where b.first_at is distinct from a.first_at) from a"
        " inner join canonical.can_leads as leads on leads.lead_id = a.lead_id and leads.store_id in ('S01', 'S02')"
        f" left join b on b.lead_id = {KEYS[vendor].format('a.lead_id')}"
    ).fetchone()
    assert wrong and wrong[0] > 100 and wrong[1] == 0


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_assignment_is_told_and_timed(crm: Con, vendor: str) -> None:
    sql = "select lead_id, agent_id, assigned_at, released_at from canonical.can_lead_assignments where source_system = '{}'"
    wrong = crm.execute(
        f"with a as ({sql.format('canonical')}), b as ({sql.format(vendor)}) select count(*), count(*) filter (where b.lead_id is null)"
        " from a inner join canonical.can_leads as leads on leads.lead_id = a.lead_id and leads.store_id in ('S01', 'S02') left join b"
        f" on b.lead_id = {KEYS[vendor].format('a.lead_id')} and b.agent_id = {KEYS[vendor].format('a.agent_id')}"
        " and b.assigned_at = a.assigned_at and b.released_at is not distinct from a.released_at"
    ).fetchone()
    assert wrong and wrong[0] > 300 and wrong[1] == 0


@pytest.mark.parametrize("vendor", VENDORS)
def test_tasks_people_and_consent(crm: Con, vendor: str) -> None:
    columns = {c: f"a.{c}" for c in ("created_at", "due_at", "completed_at", "status")} | {"agent_id": KEYS[vendor].format("a.agent_id")}
    sql = (
        "select count(*), "
        + ", ".join(f"count(*) filter (where b.{c} is distinct from {e})" for c, e in columns.items())
        + " from canonical.can_tasks as a inner join canonical.can_leads as leads on leads.lead_id = a.lead_id and leads.store_id in"
        f" ('S01', 'S02') left join canonical.can_tasks as b on b.task_id = {KEYS[vendor].format('a.task_id')}"
        " where a.source_system = 'canonical'"
    )
    row = crm.execute(sql).fetchone()
    assert row and row[0] > 600 and not any(row[1:])
    known = "a.consent_email in ('denied', 'opted_out')" + (" and a.email is not null" if vendor == "elead" else "")
    refused = f"case when {known} then 'denied' else 'unknown' end"
    people = {"store_id": "a.store_id", "email": "a.email", "phone": "a.phone", "consent_email": refused}
    assert differences(crm, vendor, "customers", "customer_id", people) == {}
    names = {"store_id": "a.store_id", "agent_name": "a.agent_name", "role": "a.role"}
    assert differences(crm, vendor, "agents", "agent_id", names) == {}


def test_visits_are_vinsolutions_alone(crm: Con) -> None:
    columns = {c: f"a.{c}" for c in ("store_id", "started_at", "ended_at", "had_test_drive", "had_write_up", "result")}
    assert differences(crm, "vinsolutions", "showroom_visits", "visit_id", columns | {"lead_id": _NUMBER.format("a.lead_id")}) == {}
    assert count(crm, "select count(*) from canonical.can_showroom_visits where source_system = 'vinsolutions'") > 40
    assert count(crm, "select count(*) from canonical.can_showroom_visits where source_system = 'elead'") == 0


def test_one_owner_of_a_stores_deals(crm: Con) -> None:
    """config/record_owners.csv gives the deals of S02 to VinSolutions; elsewhere its copy counts only where nobody else sends deals."""
    systems = crm.execute("select distinct store_id, source_system from canonical.can_deals order by all").fetchall()
    assert systems == [("S01", "canonical"), ("S02", "vinsolutions"), ("SX", "vinsolutions")]


def test_the_deals_of_the_export_are_those_of_the_dms(crm: Con) -> None:
    sql = (
        "select count(*), sum(a.front_gross - b.front_gross), sum(a.back_gross - b.back_gross), sum(a.sale_price - b.sale_price),"
        " count(*) filter (where a.status <> b.status or a.sale_type <> b.sale_type or a.contract_date is distinct from b.contract_date"
        " or a.vehicle_class is distinct from b.vehicle_class or a.vin is distinct from b.vin or a.trade_vin is distinct from b.trade_vin"
        f" or b.lead_id is distinct from {_NUMBER.format('a.lead_id')} or a.unwound_on is distinct from b.unwound_on)"
        " from staging.stg_canonical__deals as a inner join canonical.can_stores as stores on a.store_id = stores.store_id"
        " inner join staging.stg_vinsolutions__deals as b on a.deal_number = b.deal_number"
        " and cast(b.updated_at as timestamptz) = timezone(stores.timezone, cast(a.updated_at as timestamp))"
        " and 'vinsolutions:' || b.store_id in (select system || ':' || code from canonical.can_store_dealer_codes as codes"
        " where codes.store_id = a.store_id)"
    )
    row = crm.execute(sql).fetchone()
    assert row and row[0] > 100 and row[1:4] == (0, 0, 0) and row[4] == 0
