"""Units of stock: how they arrive, what is asked for them, and how the unsold ones leave."""

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from ingestion.sandbox import appraisals, opening, recon, snapshots
from ingestion.sandbox.catalog import BY_MAKE, EXTERIOR_COLORS, EXTERIOR_WEIGHTS, INTERIOR_COLORS, MODELS, used_value
from ingestion.sandbox.clock import DAY, HOUR
from ingestion.sandbox.unit import Unit
from ingestion.sandbox.vins import make_vin

if TYPE_CHECKING:
    from ingestion.sandbox.store import Store
    from ingestion.sandbox.world import World


class Lot:
    """The stock of one store."""

    def __init__(self, world: "World", store: "Store") -> None:
        self.world, self.store = world, store
        self.chance = world.chance(f"stock:{store.store_id}")
        self.place = store.place

    # --- what every change goes through -------------------------------------------------------------------------------------------

    def note(self, unit: Unit) -> None:
        """Write the unit's state down as a new version (a store with a snapshot feed has its daily list instead)."""
        unit.changed_at = max(self.world.now, unit.changed_at + 1)
        if not self.place.has_snapshot_feed:
            self.world.log.add("inventory_units", self.world.now, self.store.store_id, unit.row() | {"updated_at": unit.changed_at})

    def change(self, unit: Unit, status: str) -> None:
        unit.status = status
        self.note(unit)

    def change_if(self, unit: Unit, expected: str, status: str) -> None:
        if unit.status == expected:
            self.change(unit, status)

    # --- arrivals -----------------------------------------------------------------------------------------------------------------

    def used_unit(self, acquisition_type: str, acquired_on: date, stock_number: str | None = None, make: str | None = None) -> Unit:
        """A used unit as it is bought: a model (of the store's brand in six cases of ten), two to eight years old."""
        c = self.chance
        own = make or (self.place.brands[0] if self.place.brands and c.hit(0.6) else None)
        model = c.choice(BY_MAKE[own] if own else MODELS)
        trim = c.choice(model.trims)
        is_certified = self.place.is_franchise and model.make in self.place.brands and c.hit(0.3)
        year = acquired_on.year - (
            c.pick((1, 2, 3, 4), (2, 4, 5, 3)) if is_certified else c.pick(range(1, 10), (2, 5, 6, 5, 4, 3, 2, 2, 1))
        )
        mileage = max(int(c.gauss(11_500, 2_600) * (acquired_on.year + acquired_on.timetuple().tm_yday / 365 - year)), 4_000)
        n = self.world.log.number(f"used:{self.store.store_id}")
        vin = make_vin(model.maker_code, model.vehicle_code, year, 300_000 + self.world.log.number("vin"))
        value = used_value(model, trim, year, mileage, acquired_on.year + acquired_on.timetuple().tm_yday / 365)
        unit = Unit(
            self.store, stock_number or f"U{5000 + n}", vin, "certified" if is_certified else "used", model,
            None if c.hit(0.04) else trim, year, mileage, acquisition_type, acquired_on, "recon",
            cost=round(value * c.uniform(0.80, 0.90) - 450), pack=500.0, market_factor=c.gauss(1.012, 0.022),
        )  # fmt: skip
        self._paint(unit)
        return unit

    def new_unit(self) -> Unit:
        """A new unit of the store's brand, ordered at the factory."""
        c = self.chance
        model = c.choice(BY_MAKE[self.place.brands[0]])
        trim = c.pick(model.trims, [3, 2, 1][: len(model.trims)])
        day = self.world.first_day if self.world.now == 0 else self.store.clock.day(self.world.now)
        year = day.year + (1 if day.month >= 9 and c.hit(0.7) else 0)
        n = self.world.log.number(f"new:{self.store.store_id}")
        vin = make_vin(model.maker_code, model.vehicle_code, year, 100_000 + self.world.log.number("vin"))
        msrp = float(model.list_price(trim) + c.randrange(0, 1800, 50))
        unit = Unit(
            self.store, f"N{2000 + n}", vin, "new", model, trim, year, c.randrange(3, 40), "oem_new", None, "in_transit",
            cost=round(msrp * 0.918), msrp=msrp, market_factor=c.gauss(0.986, 0.012),
        )  # fmt: skip
        self._paint(unit)
        return unit

    def _paint(self, unit: Unit) -> None:
        unit.exterior_color = self.chance.pick(EXTERIOR_COLORS, EXTERIOR_WEIGHTS)
        unit.interior_color = self.chance.choice(INTERIOR_COLORS)
        self.store.units[unit.stock_number] = unit
        self.store.stock_numbers.add(unit.stock_number)

    def receive(self, unit: Unit) -> None:
        """A unit rolls onto the lot: a used one goes to recon, a new one is ready after a wash and gets its window price."""
        if unit.status not in ("in_transit", "recon"):
            return
        unit.arrived_at = self.world.now
        if unit.vehicle_class == "new":
            unit.acquired_on = self.store.clock.day(self.world.now)
            unit.lot_ready_at = self.world.now
            unit.asking_price = self.fair_price(unit)
            if self.world.log.number(f"arrived:{self.store.store_id}") % 40 == 0:
                unit.vehicle_class, unit.mileage = "demo", 900 + unit.mileage
            self.change(unit, "in_stock")
            self.world.at(self.world.now + 3 * HOUR, partial(self.list_online, unit))
        else:
            if self.chance.hit(0.05):
                unit.title_status = "missing"
            self.change(unit, "recon")
            recon.begin(self.world, self, unit)
            self.world.at(self.world.now + self.chance.minutes(60 * 40, 0.5), partial(self.price, unit))

    def list_online(self, unit: Unit) -> None:
        if unit.listing:
            unit.listing.publish()

    # --- prices -------------------------------------------------------------------------------------------------------------------

    def market_value(self, unit: Unit) -> float:
        """What the market asks for such a unit today, in dollars."""
        if unit.msrp is not None:
            return unit.msrp * 0.985
        today = self.store.clock.local(self.world.now or self.world.as_of)
        trim = unit.trim or unit.model.trims[0]
        return used_value(unit.model, trim, unit.model_year, unit.mileage, today.year + today.timetuple().tm_yday / 365)

    def fair_price(self, unit: Unit) -> float:
        value = self.market_value(unit) * unit.market_factor
        return float(round(value / 100) * 100 - 5) if unit.msrp is None else float(round(min(value, unit.msrp)))

    def price(self, unit: Unit) -> None:
        if unit.is_in_stock:
            unit.asking_price = self.fair_price(unit)
            self.note(unit)
            if unit.listing:
                unit.listing.reprice()

    def days_in_stock(self, unit: Unit) -> int:
        return (self.store.clock.day(self.world.now) - unit.acquired_on).days if unit.acquired_on else 0

    def review(self, unit: Unit) -> None:
        """The weekly look at a price: down with age, up or down with the market."""
        age = self.days_in_stock(unit)
        step = 0.004 if age < 30 else 0.009 if age < 45 else 0.014
        unit.market_factor = max(unit.market_factor - self.chance.uniform(0, 2 * step), 0.93)
        price = self.fair_price(unit)
        if unit.asking_price is not None and abs(price - unit.asking_price) >= 150:
            self.price(unit)

    # --- the day ------------------------------------------------------------------------------------------------------------------

    def morning(self, day: date) -> None:
        """Buy, order, look at prices and at units that nobody wants."""
        c = self.chance
        self.store.forget_the_gone(before=self.world.now - 25 * DAY)
        in_stock = [u for u in self.store.units.values() if u.is_in_stock]
        if self.store.clock.hours(day):
            used = sum(1 for u in in_stock if u.mart_class == "used")
            pace = self.place.used_sales_a_day
            coming = sum(1 for u in self.store.units.values() if u.status == "bought")
            short = pace * self.place.used_supply_days * 1.06 - used - coming
            for _ in range(c.count(max(pace * 0.72 + short * 0.10, 0.0))):
                self.world.at(self.world.now + c.randrange(2 * HOUR, 9 * HOUR), self.buy)
            pace = self.place.new_sales_a_day
            pipeline = sum(1 for u in self.store.units.values() if u.status == "in_transit")
            short = pace * (self.place.new_supply_days + 14) - (len(in_stock) - used) - pipeline
            for _ in range(c.count(max(pace + short * 0.08, 0.0)) if pace else 0):
                self.world.at(self.world.now + c.randrange(2 * HOUR, 9 * HOUR), partial(self.order, c.randrange(8, 24)))
        if self.place.store_id == "S01" and day == self.store.clock.day(self.world.as_of) - timedelta(days=2):
            self.world.at(self.world.now + HOUR, self._mistype)
        for unit in in_stock:
            if unit.status == "in_stock" and (unit.acquired_on or day).toordinal() % 7 == day.toordinal() % 7:
                self.world.at(self.world.now + c.randrange(2 * HOUR, 5 * HOUR), partial(self.review_if_there, unit))
            if unit.status == "in_stock" and unit.mart_class == "used" and self.days_in_stock(unit) > 72 and c.hit(0.06):
                self.world.at(self.world.now + 6 * HOUR, partial(self.to_lane, unit))
            elif unit.status == "in_stock" and c.hit(0.0012):
                unit.title_status = "problem" if unit.mart_class == "used" else unit.title_status
                self.change(unit, "hold")
                self.world.at(self.world.now + c.randrange(2, 9) * DAY + 5 * HOUR, partial(self.release, unit))
        if c.hit(0.01) and self.place.is_franchise:
            self._lend()

    def _mistype(self) -> None:
        """Two digits too few: a price that nobody has corrected yet (the price guard flags it)."""
        unit = next(u for u in self.store.on_lot("new") if self.days_in_stock(u) > 9)
        unit.is_mistyped = True
        unit.asking_price = float(round((unit.asking_price or 0.0) / 100))
        self.note(unit)

    def review_if_there(self, unit: Unit) -> None:
        if unit.status == "in_stock" and not unit.is_mistyped:
            self.review(unit)

    def release(self, unit: Unit) -> None:
        unit.title_status = "clear"
        self.change_if(unit, "hold", "in_stock")

    def _lend(self) -> None:
        """One new unit becomes a service loaner for a while."""
        units = [u for u in self.store.on_lot("new") if self.days_in_stock(u) > 20]
        if units:
            unit = self.chance.choice(units)
            self.change(unit, "loaner")
            self.world.at(self.world.now + self.chance.randrange(20, 50) * DAY, partial(self.change_if, unit, "loaner", "in_stock"))

    def buy(self) -> None:
        """A used unit bought at auction (it arrives days later) or over the kerb from a consumer."""
        c, today = self.chance, self.store.clock.day(self.world.now)
        kind = c.pick(("auction", "consumer_purchase", "lease_return", "dealer_trade_in"), (60, 22, 12, 6))
        unit = self.used_unit(kind, today)
        if kind == "consumer_purchase":
            appraisals.of_purchase(self.world, self, unit)
        if kind in ("auction", "dealer_trade_in"):
            unit.wholesaled_on = today
            if c.hit(0.15):
                unit.acquired_on = None
            unit.status = "in_transit"
            unit.eta_on = today + timedelta(days=c.randrange(2, 6))
            self.note(unit)
            self.world.at(self.store.clock.at(unit.eta_on, 11, c.randrange(60)), partial(self.receive, unit))
        else:
            self.receive(unit)

    def order(self, days: int) -> None:
        """A new unit from the factory, with an order that its ETA may slip from."""
        c, now = self.chance, self.world.now
        unit = self.new_unit()
        unit.order_number = f"ORD-{self.world.log.number(f'order:{self.store.store_id}'):05d}"
        unit.eta_on = self.store.clock.day(now) + timedelta(days=days)
        self.note(unit)
        self.note_order(unit, "in_transit")
        slip = c.pick((0, 2, 5), (7, 2, 1))
        if slip:
            self.world.at(now + days * DAY // 2, partial(self._slip, unit, slip))
        self.world.at(self.store.clock.at(unit.eta_on + timedelta(days=slip), 10, c.randrange(60)), partial(self._deliver, unit))

    def _slip(self, unit: Unit, days: int) -> None:
        assert unit.eta_on
        unit.eta_on += timedelta(days=days)
        self.note_order(unit, "delayed")

    def _deliver(self, unit: Unit) -> None:
        self.receive(unit)
        self.note_order(unit, "arrived")

    def note_order(self, unit: Unit, status: str, lead_id: str | None = None) -> None:
        row = {
            "store_id": self.store.store_id, "order_number": unit.order_number, "vin": unit.vin, "model_year": unit.model_year,
            "make": unit.model.make, "model": unit.model.name, "trim": unit.trim, "eta_on": unit.eta_on, "status": status,
            "reserved_lead_id": lead_id, "updated_at": self.world.now,
        }  # fmt: skip
        self.world.log.add("inbound_units", self.world.now, self.store.store_id, row)

    def to_lane(self, unit: Unit) -> None:
        """Off to the wholesale lane, and sold there within two weeks."""
        from ingestion.sandbox import deals

        if unit.status == "in_stock":
            self.change(unit, "wholesale_lane")
            if unit.listing:
                unit.listing.remove()
            at = self.store.clock.next_slot(self.world.now + self.chance.randrange(2, 12) * DAY)
            self.world.at(at, partial(deals.sell_wholesale, self.world, self, unit))


def start(world: "World", store: "Store") -> None:
    """Open the books on the first morning, then live day by day."""
    lot = store.lot
    world.at(store.clock.at(world.first_day, 5), partial(opening.open_books, world, lot))
    world.each_day(store, 7, 0, lot.morning)
    if store.place.has_snapshot_feed:
        snapshots.start(world, store)
