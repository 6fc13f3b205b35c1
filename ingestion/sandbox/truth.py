"""The ledger of truth: the headline numbers of the simulated group, taken from what really happened and from no file.

The definitions are those of the marts contract; the way is another one: the simulation knows who is the same shopper, which deal came of
which inquiry and what stands on the lot, and counts them.
"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

from ingestion.sandbox.journey import Journey
from ingestion.sandbox.snapshots import is_frozen
from ingestion.sandbox.store import Store
from ingestion.sandbox.world import World

MILESTONES = ("contacted", "appointment_set", "appointment_confirmed", "shown", "test_drive", "quoted", "finance_applied")


def percentile(values: list[int], share: float) -> float | None:
    """The exact percentile by linear interpolation, as the marts contract has it; None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def tell(world: World, planted: list[dict[str, Any]]) -> dict[str, Any]:
    """The whole ledger, ready for JSON: per store, for the group, and what was planted."""
    return {
        "as_of": f"{datetime.fromtimestamp(world.as_of, UTC):%Y-%m-%dT%H:%M:%SZ}",
        "seed": world.seed,
        "first_day": world.first_day.isoformat(),
        "stores": {store.store_id: _of_store(world, store) for store in world.stores},
        "planted": planted,
        "held_back_snapshots": sum(1 for store in world.stores if store.place.has_snapshot_feed),
        "unknown_store": {"lead_records": 1, "leads": 1},
    }


def _of_store(world: World, store: Store) -> dict[str, Any]:
    today = store.clock.day(world.as_of)
    journeys = [j for j in world.journeys if j.store is store]
    return {
        "as_of_date": today.isoformat(),
        "lead_records": sum(len(j.leads) for j in journeys),
        "funnel": _funnel(journeys),
        "leads_by_source": dict(sorted(Counter(_source(j) for j in journeys).items())),
        "speed_30_days": _speed(store, journeys, today),
        "lead_queue": sum(1 for j in journeys if j.responded_at is None and not j.is_lost and not (j.deal and j.deal.is_sale)),
        "stock": _stock(world, store, today),
        "sales": _sales(world, store, today),
        "appointments": _appointments(world, store),
        "calls": _calls(world, store),
        "ad_spend": _spend(world, store),
    }


def _source(journey: Journey) -> str:
    return journey.source or ("unmapped" if journey.raw_source else "unknown")


def _funnel(journeys: list[Journey]) -> dict[str, Any]:
    sold = [j.deal for j in journeys if j.deal and j.deal.is_sale]
    counts: dict[str, Any] = {"leads": len(journeys)}
    counts |= {milestone: sum(1 for j in journeys if milestone in j.milestones) for milestone in MILESTONES}
    # A sale implies the contact; of an unwound one only what really happened stays.
    counts["contacted"] = sum(1 for j in journeys if j.milestones or (j.deal and j.deal.is_sale))
    counts |= {"sold": len(sold), "delivered": sum(1 for d in sold if d.status == "delivered")}
    counts |= {"sold_front_gross": round(sum(d.front_gross for d in sold), 2), "sold_back_gross": round(sum(d.back_gross for d in sold), 2)}
    return counts


def _speed(store: Store, journeys: list[Journey], today: date) -> dict[str, Any]:
    cohort = [j for j in journeys if today - timedelta(days=29) <= store.clock.day(j.inquiry_at) <= today]
    answers = [j.responded_at - j.inquiry_at for j in cohort if j.responded_at is not None]
    routed = [j.assigned_at - j.inquiry_at for j in cohort if j.assigned_at is not None]
    talks = [j.conversation_at - j.inquiry_at for j in cohort if j.conversation_at is not None]
    return {
        "leads": len(cohort), "responded": len(answers), "response_median_seconds": percentile(answers, 0.5),
        "response_p90_seconds": percentile(answers, 0.9), "assignment_median_seconds": percentile(routed, 0.5),
        "conversation_median_seconds": percentile(talks, 0.5), "within_5_min": sum(1 for a in answers if a <= 300),
    }  # fmt: skip


def _stock(world: World, store: Store, today: date) -> dict[str, Any]:
    """Units in stock and available per class. A store with a snapshot feed has what its last list says, and what came back since."""
    units = [u for u in store.units.values() if u.is_in_stock]
    if store.place.has_snapshot_feed:
        assert is_frozen(world, store), "the last list of a store is of the day of as_of or of the day before"
        returned = {u.stock_number for u in units if any(d.unit is u and d.unwound_on for d in world.deals)}
        units = [u for u in store.units.values() if u.stock_number in store.last_list or u.stock_number in returned]
    listed = {"new": [u for u in units if u.mart_class == "new"], "used": [u for u in units if u.mart_class == "used"]}
    return {
        name: {"units_in_stock": len(some), "units_available": sum(1 for u in some if u.status in ("in_stock", "recon"))}
        for name, some in listed.items()
    }


def _sales(world: World, store: Store, today: date) -> dict[str, Any]:
    sales = [d for d in world.deals if d.store is store and d.is_sale]
    window = range(1, 31)
    recent = Counter(d.unit.mart_class for d in sales if d.contract_date and (today - d.contract_date).days in window)
    return {
        "retail_sold": len(sales),
        "retail_sold_30_days": {"new": recent["new"], "used": recent["used"]},
        "without_opportunity": sum(1 for d in sales if d.journey is None),
        "unwound": sum(1 for d in world.deals if d.store is store and d.status == "unwound"),
        "front_gross": round(sum(d.front_gross for d in sales), 2),
        "back_gross": round(sum(d.back_gross for d in sales), 2),
    }


def _appointments(world: World, store: Store) -> dict[str, int]:
    bookings = [b for b in world.bookings if b["store_id"] == store.store_id]
    due = [b for b in bookings if b["status"] != "rescheduled" and b["scheduled_at"] <= world.as_of]
    return {
        "set_count": len(bookings), "confirmed": sum(1 for b in bookings if b["confirmed_at"]), "due": len(due),
        "shown": sum(1 for b in due if b["status"] == "shown"), "rescheduled": sum(1 for b in bookings if b["status"] == "rescheduled"),
    }  # fmt: skip


def _calls(world: World, store: Store) -> dict[str, int]:
    calls = [r for _, s, r in world.log.rows("calls") if s == store.store_id and r["direction"] == "inbound"]
    outcomes = Counter(r["outcome"] for r in calls)
    short = sum(1 for r in calls if r["outcome"] == "abandoned" and r["ring_seconds"] <= 5)
    return {"offered": len(calls), "answered": outcomes["answered"], "missed": outcomes["missed"], "voicemail": outcomes["voicemail"],
            "abandoned": outcomes["abandoned"] - short, "short_abandoned": short}  # fmt: skip


def _spend(world: World, store: Store) -> dict[str, float]:
    """What the platforms charged, by their last word on each day."""
    last: dict[tuple[str, ...], tuple[str, float]] = {}
    for _, s, r in world.log.rows("ad_performance"):
        if s == store.store_id:
            last[(r["campaign_id"], r["ad_group_id"], r["performance_date"])] = (r["platform"], r["cost"])
    spend: Counter[str] = Counter()
    for platform, cost in last.values():
        spend[platform] += cost  # type: ignore[assignment]
    return {platform: round(cost, 2) for platform, cost in sorted(spend.items())}
