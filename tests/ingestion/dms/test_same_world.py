"""The same stores through DealerVault and through Tekion: every column of a deal that the format can carry is what the canonical drop says.
What it cannot carry is in docs/connectors/dealervault.md and tekion.md.
"""

from __future__ import annotations

import duckdb
import pytest

Con = duckdb.DuckDBPyConnection
_CODE = "(select max(upper(code)) from canonical.can_store_dealer_codes as c where c.store_id = b.store_id)"
# Vendor → prefix of its stores, and of its ids of people.
VENDORS = {"dealervault": ("DV-", f"'dealervault:' || {_CODE} || ':' ||"), "tekion": ("TK-", "'tekion:' ||")}
SAME = (
    "stock_number", "vin", "first_name", "last_name", "email", "phone", "sale_type", "status", "contract_date", "booked_date",
    "accounting_date", "sale_price", "vehicle_cost", "recon_cost", "front_gross", "pack", "back_gross", "holdback", "trade_vin",
    "trade_acv", "trade_payoff",
)  # fmt: skip


def differences(con: Con, vendor: str, columns: dict[str, str], where: str = "true") -> dict[str, int]:
    """Column → deals of which the vendor says otherwise. A column maps to what it should be, from the canonical row `a`."""
    sums = ", ".join(f"count(*) filter (where b.{c} is distinct from {e})" for c, e in columns.items())
    row = con.execute(
        f"select {sums} from canonical.can_deals as a inner join canonical.can_deals as b"
        f" on b.store_id = '{VENDORS[vendor][0]}' || a.store_id and a.deal_number = b.deal_number"
        f" where a.source_system = 'canonical' and b.source_system = '{vendor}' and {where}"
    ).fetchone()
    assert row
    return {c: n for c, n in zip(columns, row, strict=True) if n}


def count(con: Con, sql: str) -> int:
    row = con.execute(sql).fetchone()
    assert row
    return int(row[0])


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_deal_is_told(dms: Con, vendor: str) -> None:
    prefix = VENDORS[vendor][0]
    ours = count(dms, "select count(*) from canonical.can_deals where source_system = 'canonical'")
    assert count(dms, f"select count(*) from canonical.can_deals where starts_with(store_id, '{prefix}')") == ours > 400
    assert differences(dms, vendor, {c: f"a.{c}" for c in SAME}) == {}
    people = {"salesperson_agent_id": f"{VENDORS[vendor][1]} a.salesperson_agent_id"}
    assert differences(dms, vendor, people) == {}
    classes = {"vehicle_class": "case when a.vehicle_class = 'new' then 'new' else 'used' end"}
    assert differences(dms, vendor, classes, "a.vehicle_class is not null") == {}


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_day_of_delivery_is_told(dms: Con, vendor: str) -> None:
    """By the day, which begins at midnight in the store's zone; the drop has the minute."""
    day = "cast(timezone(s.timezone, timezone('UTC', {}.delivered_at)) as date)"
    row = dms.execute(
        f"select count(*), count(*) filter (where {day.format('b')} is distinct from {day.format('a')}) from canonical.can_deals as a"
        " inner join canonical.can_stores as s on a.store_id = s.store_id inner join canonical.can_deals as b"
        f" on b.store_id = '{VENDORS[vendor][0]}' || a.store_id and a.deal_number = b.deal_number where a.delivered_at is not null"
    ).fetchone()
    assert row and row[0] > 300 and row[1] == 0


def test_an_unwound_deal_has_its_day(dms: Con) -> None:
    unwound = count(dms, "select count(*) from canonical.can_deals where source_system = 'canonical' and status = 'unwound'")
    assert unwound >= 1
    assert differences(dms, "dealervault", {"unwound_on": "a.unwound_on"}) == {}
    # Tekion says no day; the change is the last one, and int_sales__deals takes its day.
    wrong = count(
        dms,
        "select count(*) from canonical.can_deals as a inner join canonical.can_stores as s on a.store_id = s.store_id inner join"
        " canonical.can_deals as b on b.store_id = 'TK-' || a.store_id and a.deal_number = b.deal_number where a.status = 'unwound'"
        " and cast(timezone(s.timezone, timezone('UTC', b.updated_at)) as date) <> a.unwound_on",
    )
    assert wrong == 0


def test_tekion_tells_when_a_deal_changed(dms: Con) -> None:
    assert differences(dms, "tekion", {"updated_at": "a.updated_at"}) == {}


def test_versions_are_the_files_that_had_the_deal(dms: Con) -> None:
    """Of a deal that changed in two months there are two versions, and the later file's is the one that counts."""
    row = dms.execute(
        "select max(version_number), count(*) filter (where version_number > 1) from canonical.can_deal_versions"
        " where source_system = 'dealervault' and starts_with(store_id, 'DV-')"
    ).fetchone()
    assert row and row[0] >= 2 and row[1] > 5
    late = "source_system = 'dealervault' and updated_at > timestamp '2026-03-31 22:00:00'"
    assert count(dms, f"select count(*) from canonical.can_deal_versions where {late}") == 0


def test_what_reconditioning_cost_is_told_by_repair_orders(dms: Con) -> None:
    """The store DV-S01 has no recon tool: each visit that cost something is an internal repair order there, sublet or not."""
    sql = (
        "select store_id, stock_number, stage, sum(cost), count(*) from canonical.can_recon_stage_visits where {} and cost > 0"
        " group by store_id, stock_number, stage order by all"
    )
    ours = dms.execute(sql.format("source_system = 'canonical' and store_id in ('S01', 'S02', 'S03')")).fetchall()
    told = dms.execute(
        sql.format("starts_with(store_id, 'DV-')").replace("select store_id", "select replace(store_id, 'DV-', '')")
    ).fetchall()
    assert len(ours) > 100
    assert told == ours
