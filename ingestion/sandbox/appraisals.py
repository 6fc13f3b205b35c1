"""Appraisals: of trade-ins, and of cars bought from people who sell."""

from functools import partial
from typing import TYPE_CHECKING

from ingestion.sandbox.clock import DAY, HOUR

if TYPE_CHECKING:
    from ingestion.sandbox.stock import Lot
    from ingestion.sandbox.unit import Unit
    from ingestion.sandbox.world import World


def of_purchase(world: "World", lot: "Lot", unit: "Unit") -> None:
    """The appraisal that led to a purchase which has just been made: asked for, looked at and decided before, the title to come."""
    c, now = lot.chance, world.now
    asked = now - c.randrange(3 * HOUR, 30 * HOUR)
    note(world, lot, unit.vin, None, "consumer_purchase", (asked, asked + (now - asked) // 2, now), "bought", unit.cost)


def of_trade(world: "World", lot: "Lot", vin: str, lead_id: str | None, offer: float, is_taken: bool) -> None:
    """The appraisal of a trade-in during a visit."""
    c, now = lot.chance, world.now
    asked = now - c.randrange(30, 90) * 60
    note(world, lot, vin, lead_id, "trade", (asked, asked + c.randrange(12, 25) * 60, now), "bought" if is_taken else "declined", offer)


def note(
    world: "World", lot: "Lot", vin: str, lead_id: str | None, kind: str, times: tuple[int, int, int], decision: str, offer: float
) -> None:
    """Write the appraisal down as decided, and a second version when the title is in."""
    c, store = lot.chance, lot.store
    row = {
        "appraisal_id": f"AP-{world.log.number('appraisal'):06d}", "store_id": store.store_id, "vin": vin, "lead_id": lead_id,
        "acquisition_type": kind, "requested_at": times[0], "appraised_at": times[1], "decided_at": times[2], "decision": decision,
        "title_received_at": None, "offer_amount": round(offer), "updated_at": world.now,
    }  # fmt: skip
    world.log.add("appraisals", world.now, store.store_id, row)
    if decision == "bought":
        at = store.clock.next_open(world.now + c.randrange(1, 16) * DAY)
        world.at(at, partial(world.log.add, "appraisals", at, store.store_id, row | {"title_received_at": at, "updated_at": at}))
