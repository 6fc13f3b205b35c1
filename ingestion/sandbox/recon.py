"""Reconditioning of used units: inspection, work in the shop or at a sublet vendor, ready for the lot."""

from functools import partial
from typing import TYPE_CHECKING

from ingestion.sandbox.clock import HOUR

if TYPE_CHECKING:
    from ingestion.sandbox.stock import Lot
    from ingestion.sandbox.unit import Unit
    from ingestion.sandbox.world import World

_SUBLETS = ("Dent Works", "Glass & Trim", "Wheel Clinic", "Paint Bay")
_BLOCKERS = ("waiting_for_parts", "waiting_for_approval", "no_technician")


def begin(world: "World", lot: "Lot", unit: "Unit") -> None:
    """Send a unit through: waiting, shop, in one case of three a sublet (a few of which drag on), ready."""
    c = lot.chance
    route = [("not_started", c.minutes(60 * 14, 0.7)), ("in_process", c.minutes(60 * 46, 0.5))]
    if c.hit(0.35):
        route.append(("sublet", c.minutes(60 * 30, 0.8)))
        if c.hit(0.2):
            route.append(("in_process", c.minutes(60 * 8, 0.5)))
    _enter(world, lot, unit, route, f"RO{world.log.number(f'ro:{unit.store.store_id}') + 60000}")


def _enter(world: "World", lot: "Lot", unit: "Unit", route: list[tuple[str, int]], ro_number: str) -> None:
    c = lot.chance
    stage, seconds = route[0]
    visit = {
        "visit_id": f"RV-{world.log.number('recon'):06d}", "store_id": unit.store.store_id, "stock_number": unit.stock_number,
        "stage": stage, "entered_at": world.now, "exited_at": None, "vendor": c.choice(_SUBLETS) if stage == "sublet" else None,
        "ro_number": ro_number, "work_order_url": f"https://recon.example.com/wo/{ro_number}", "cost": None,
        "budget": {"not_started": None, "in_process": 900.0, "sublet": 400.0}[stage],
        "blocker_reason": c.choice(_BLOCKERS) if seconds > 60 * HOUR else None, "updated_at": world.now,
    }  # fmt: skip
    world.log.add("recon_stage_visits", world.now, unit.store.store_id, visit)
    leaves_at = lot.store.clock.next_open(world.now + seconds)
    world.at(leaves_at, partial(_leave, world, lot, unit, visit, route[1:]))


def _leave(world: "World", lot: "Lot", unit: "Unit", visit: dict[str, object], route: list[tuple[str, int]]) -> None:
    c, now = lot.chance, world.now
    cost = {"not_started": 0.0, "in_process": c.around(640, 0.45), "sublet": c.around(310, 0.5)}[str(visit["stage"])]
    closed = visit | {"exited_at": now, "cost": round(cost, 2) or None, "blocker_reason": None, "updated_at": now}
    world.log.add("recon_stage_visits", now, unit.store.store_id, closed)
    unit.recon_cost = round(unit.recon_cost + cost, 2)
    if route:
        if cost:
            lot.note(unit)
        _enter(world, lot, unit, route, str(visit["ro_number"]))
        return
    ready = closed | {
        "visit_id": f"RV-{world.log.number('recon'):06d}", "stage": "lot_ready", "entered_at": now, "exited_at": now, "vendor": None,
        "cost": None, "budget": None,
    }  # fmt: skip
    world.log.add("recon_stage_visits", now, unit.store.store_id, ready)
    if unit.status == "recon":
        unit.lot_ready_at = now
        unit.title_status = "clear"
        if unit.asking_price is None:
            unit.asking_price = lot.fair_price(unit)
        lot.change(unit, "in_stock")
        if unit.listing:
            unit.listing.publish()
