"""The first morning of a store: what stands on the lot already, what is on its way, what was sold before."""

from datetime import timedelta
from typing import TYPE_CHECKING

from ingestion.sandbox import deals
from ingestion.sandbox.clock import DAY, HOUR

if TYPE_CHECKING:
    from ingestion.sandbox.stock import Lot
    from ingestion.sandbox.unit import Unit
    from ingestion.sandbox.world import World


def open_books(world: "World", lot: "Lot") -> None:
    """The stock on the first day, with ages as a lot has them, and new units on their way."""
    c, first = lot.chance, world.first_day
    for _ in range(round(lot.place.used_sales_a_day * lot.place.used_supply_days * 0.93)):
        age = min(int(c.expovariate(1 / 24)), 75)
        unit = lot.used_unit(c.pick(("trade", "auction", "consumer_purchase"), (5, 4, 2)), first - timedelta(days=age))
        unit.arrived_at = world.now - age * DAY
        if age < 5:
            lot.receive(unit)
            continue
        unit.status, unit.lot_ready_at = "in_stock", unit.arrived_at + 5 * DAY
        unit.recon_cost = round(c.around(700, 0.5))
        unit.market_factor -= 0.0006 * age
        _stand(lot, unit)
    for _ in range(round(lot.place.new_sales_a_day * lot.place.new_supply_days * 0.95)):
        age = min(int(c.expovariate(1 / 32)), 110)
        unit = lot.new_unit()
        unit.arrived_at = world.now - age * DAY
        unit.acquired_on, unit.status, unit.lot_ready_at = first - timedelta(days=age), "in_stock", unit.arrived_at + 3 * HOUR
        _stand(lot, unit)
    for _ in range(round(lot.place.new_sales_a_day * 14)):
        lot.order(c.randrange(1, 18))
    _sold_before(world, lot)


def _sold_before(world: "World", lot: "Lot") -> None:
    """The DMS brings the deals of the last 45 days along, so that the first days' figures stand on something."""
    c, first = lot.chance, world.first_day
    for ago in range(1, 46):
        day = first - timedelta(days=ago)
        if not lot.store.clock.hours(day):
            continue
        sold = [lot.new_unit() for _ in range(c.count(lot.place.new_sales_a_day * 1.1))]
        sold += [lot.used_unit("auction", day - timedelta(days=30)) for _ in range(c.count(lot.place.used_sales_a_day * 1.1))]
        for unit in sold:
            unit.acquired_on = day - timedelta(days=c.randrange(5, 60))
            unit.market_factor -= c.uniform(0.0, 0.03)
            unit.recon_cost = 0.0 if unit.mart_class == "new" else float(round(c.around(750, 0.5)))
            unit.asking_price, unit.status = lot.fair_price(unit), "delivered"
            lot.note(unit)
            deals.recall(world, lot, unit, day)


def _stand(lot: "Lot", unit: "Unit") -> None:
    unit.asking_price = lot.fair_price(unit)
    lot.note(unit)
    lot.list_online(unit)
