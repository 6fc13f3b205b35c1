"""Comparable listings of other dealers, as a market-data feed sees them week by week."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ingestion.sandbox.catalog import Model, used_value
from ingestion.sandbox.clock import DAY
from ingestion.sandbox.vins import make_vin

if TYPE_CHECKING:
    from ingestion.sandbox.store import Store
    from ingestion.sandbox.unit import Unit
    from ingestion.sandbox.world import World


@dataclass
class CompSlot:
    """A place in the market next to a unit: when the car in it is sold, another takes it."""

    model: Model
    trim: str
    model_year: int
    mileage: int | None
    vehicle_class: str
    comp_id: str = ""
    vin: str = ""
    asked_mileage: int | None = None
    asked_year: int = 0
    price: float = 0.0
    first_seen: date | None = None
    ends_at: int = 0
    last_observed_at: int = 0


class Feed:
    """The market around one store."""

    def __init__(self, world: "World", store: "Store") -> None:
        self.world, self.store = world, store
        self.chance = world.chance(f"market:{store.store_id}")
        self.new_cars: dict[tuple[Model, str, int], list[CompSlot]] = {}

    def slots(self, unit: "Unit") -> list[CompSlot]:
        """The places next to a unit: mostly four to seven; a unit in twelve has hardly any. New units of a trim share theirs."""
        if unit.comps:
            return unit.comps
        c, trim = self.chance, unit.trim or unit.model.trims[0]
        if unit.msrp is not None:
            key = (unit.model, trim, unit.model_year)
            if key not in self.new_cars:
                self.new_cars[key] = [CompSlot(unit.model, trim, unit.model_year, None, "new") for _ in range(c.randrange(4, 7))]
            unit.comps = self.new_cars[key]
        else:
            count = c.randrange(1, 3) if c.hit(0.08) else c.randrange(4, 8)
            unit.comps = [CompSlot(unit.model, trim, unit.model_year, unit.mileage, "used") for _ in range(count)]
        return unit.comps

    def observe(self, unit: "Unit") -> None:
        """Look at the places next to a unit now."""
        for slot in self.slots(unit):
            if slot.last_observed_at < self.world.now:
                self._observe_slot(slot)

    def _observe_slot(self, slot: CompSlot) -> None:
        c, now, store = self.chance, self.world.now, self.store
        today = store.clock.day(now)
        if now >= slot.ends_at:
            self._replace(slot, today)
        elif c.hit(0.4):
            slot.price = float(round(slot.price * (1 - c.uniform(0, 0.012))))
        slot.last_observed_at = now
        row = {
            "comp_id": slot.comp_id, "observed_at": now, "model_year": slot.asked_year, "make": slot.model.make, "model": slot.model.name,
            "trim": slot.trim, "mileage": slot.asked_mileage, "vehicle_class": slot.vehicle_class, "price": slot.price, "vin": slot.vin,
            "dma": store.place.dma if int(slot.comp_id[-1]) else None,
            "postal_code": f"{store.place.postal_prefix}{int(slot.comp_id[-2:]):02d}",
            "url": f"https://market.example.com/{slot.comp_id}", "first_seen_on": slot.first_seen, "last_seen_on": today,
        }  # fmt: skip
        self.world.log.add("market_comps", now, store.store_id, row)

    def _replace(self, slot: CompSlot, today: date) -> None:
        """Another car: about the same age and mileage, asked for at what the market gives, more or less."""
        c, model = self.chance, slot.model
        slot.comp_id = f"MC-{self.world.log.number('comp'):07d}"
        slot.first_seen, slot.ends_at = today, self.world.now + int(c.uniform(12, 60) * DAY)
        slot.asked_year = slot.model_year
        if slot.mileage is None:
            slot.asked_mileage = c.randrange(3, 60)
            slot.price = float(round(model.list_price(slot.trim) * 1.028 * 0.985 * c.gauss(0.985, 0.017)))
        else:
            slot.asked_year += c.pick((-1, 0, 1), (2, 6, 2)) if slot.model_year < today.year else 0
            slot.asked_mileage = int(slot.mileage * c.uniform(0.84, 1.16))
            year = today.year + today.timetuple().tm_yday / 365
            slot.price = float(round(used_value(model, slot.trim, slot.asked_year, slot.asked_mileage, year) * c.gauss(1.0, 0.03)))
        slot.vin = make_vin(model.maker_code, model.vehicle_code, slot.asked_year, 500_000 + self.world.log.number("compvin"))

    def sweep(self, day: date) -> None:
        """The weekly sweep over everything in stock; units that came since are looked at on their first day."""
        weekly = day.toordinal() % 7 == int(self.store.store_id[1:]) % 7
        for unit in self.store.units.values():
            if unit.is_in_stock and (weekly or not unit.comps):
                self.observe(unit)


def start(world: "World", store: "Store") -> None:
    world.each_day(store, 6, 20, Feed(world, store).sweep)
