"""Deals: retail sales from the write-up to the delivery (and now and then back again), wholesale, dealer trades and fleet."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from ingestion.sandbox import appraisals
from ingestion.sandbox.clock import DAY, HOUR
from ingestion.sandbox.people import Shopper, written_phone
from ingestion.sandbox.snapshots import is_frozen

if TYPE_CHECKING:
    from ingestion.sandbox.journey import Journey
    from ingestion.sandbox.stock import Lot
    from ingestion.sandbox.store import Agent, Store
    from ingestion.sandbox.unit import Unit
    from ingestion.sandbox.world import World

MINUTE = 60


@dataclass(eq=False)
class Deal:
    """One deal as the DMS has it. Money in US dollars; `front_gross` is price less cost less recon, before the pack."""

    store: "Store"
    number: str
    unit: "Unit"
    sale_type: str
    status: str
    shopper: Shopper | None = None
    phone: str | None = None
    journey: "Journey | None" = None
    is_linked: bool = True
    agent: "Agent | None" = None
    shows_class: bool = True
    contract_date: date | None = None
    accounting_date: date | None = None
    delivered_at: int | None = None
    unwound_on: date | None = None
    sale_price: float = 0.0
    front_gross: float = 0.0
    back_gross: float = 0.0
    holdback: float = 0.0
    trade_vin: str | None = None
    trade_acv: float | None = None
    trade_payoff: float | None = None

    @property
    def is_sale(self) -> bool:
        return self.sale_type in ("retail", "lease") and self.status in ("sold", "delivered")

    def note(self, world: "World") -> None:
        """Write the deal's present state down as a version."""
        s = self.shopper
        row = {
            "store_id": self.store.store_id, "deal_number": self.number, "stock_number": self.unit.stock_number, "vin": self.unit.vin,
            "vehicle_class": self.unit.vehicle_class if self.shows_class else None,
            "customer_id": s.customer_ids.get(self.store.store_id) if s else None, "first_name": s.first_name if s else None,
            "last_name": s.last_name if s else None, "email": s.email if s else None, "phone": self.phone,
            "lead_id": self.journey.lead_id if self.journey and self.is_linked else None,
            "salesperson_agent_id": self.agent.agent_id if self.agent else None, "sale_type": self.sale_type, "status": self.status,
            "contract_date": self.contract_date, "booked_date": self.contract_date, "accounting_date": self.accounting_date,
            "delivered_at": self.delivered_at, "unwound_on": self.unwound_on, "sale_price": self.sale_price,
            "vehicle_cost": self.unit.cost, "recon_cost": self.unit.recon_cost, "front_gross": self.front_gross, "pack": self.unit.pack,
            "back_gross": self.back_gross, "holdback": self.holdback, "trade_vin": self.trade_vin, "trade_acv": self.trade_acv,
            "trade_payoff": self.trade_payoff, "updated_at": world.now,
        }  # fmt: skip
        world.log.add("deals", world.now, self.store.store_id, row)


def _open_deal(world: "World", lot: "Lot", unit: "Unit", sale_type: str, status: str) -> Deal:
    deal = Deal(lot.store, str(40000 + world.log.number(f"deal:{lot.store.store_id}")), unit, sale_type, status)
    world.deals.append(deal)
    return deal


def write_up(world: "World", lot: "Lot", unit: "Unit", shopper: Shopper, journey: "Journey | None", agent: "Agent") -> Deal | None:
    """A shopper says yes. The deal is pending, within the hour it is signed; one in thirty falls through at the bank.

    None where the unit cannot be sold now: it is gone, or the day's last stock list is out and could not show it.
    """
    c = lot.chance
    if not unit.is_for_sale or is_frozen(world, lot.store):
        return None
    deal = _open_deal(world, lot, unit, "lease" if unit.vehicle_class == "new" and c.hit(0.2) else "retail", "pending")
    deal.shopper, deal.phone, deal.journey, deal.agent = shopper, written_phone(c, shopper.phone), journey, agent
    deal.is_linked = journey is None or journey.needs_lead_id or c.hit(0.7)
    deal.shows_class = c.hit(0.85)
    _price(lot, deal)
    deal.note(world)
    lot.change(unit, "pending_sale")
    if c.hit(0.033):
        world.at(lot.store.clock.next_slot(world.now + DAY), partial(_fall_through, world, lot, deal))
    else:
        if c.hit(0.38):
            _take_trade(world, lot, deal)
        world.at(world.now + c.randrange(25, 50) * MINUTE, partial(_sign, world, lot, deal))
    return deal


def recall(world: "World", lot: "Lot", unit: "Unit", day: date) -> None:
    """A retail sale from before the world began, as the DMS's first export has it."""
    c = lot.chance
    deal = _open_deal(world, lot, unit, "retail", "delivered")
    deal.shopper = world.crowd.newcomer(lot.place.postal_prefix)
    deal.phone = written_phone(c, deal.shopper.phone)
    deal.contract_date = deal.accounting_date = day
    deal.delivered_at = lot.store.clock.at(day, 17, c.randrange(60))
    _price(lot, deal)
    deal.note(world)


def _price(lot: "Lot", deal: Deal) -> None:
    """What is agreed: up to 2.2 % off the asked price, and what the finance office adds."""
    c, unit = lot.chance, deal.unit
    assert unit.asking_price is not None
    deal.sale_price = float(round(unit.asking_price * (1 - c.uniform(0.0, 0.022))))
    deal.front_gross = round(deal.sale_price - unit.cost - unit.recon_cost, 2)
    deal.back_gross = float(max(round(c.gauss(1250, 750)), 0))
    deal.holdback = round((unit.msrp or 0.0) * 0.02)


def _fall_through(world: "World", lot: "Lot", deal: Deal) -> None:
    deal.status = "cancelled"
    deal.note(world)
    lot.change(deal.unit, "in_stock")


def _take_trade(world: "World", lot: "Lot", deal: Deal) -> None:
    """A trade-in: three in five stay as used units under the sold unit's stock number with an A, the others go on to auction."""
    c, today = lot.chance, lot.store.clock.day(world.now)
    number = f"{deal.unit.stock_number}A"
    unit = lot.used_unit("trade", today, stock_number=None if number[-2] == "A" or number in lot.store.stock_numbers else number)
    unit.status = "bought"
    deal.trade_vin, deal.trade_acv = unit.vin, round(unit.cost)
    deal.trade_payoff = float(round(unit.cost * c.uniform(0, 0.9))) if c.hit(0.55) else None
    is_kept = c.hit(0.6)
    appraisals.of_trade(world, lot, unit.vin, deal.journey.lead_id if deal.journey else None, unit.cost, is_taken=True)
    if is_kept:
        world.at(lot.store.clock.at(today + timedelta(days=1), 9, 20), partial(_bring_in, lot, unit))
    else:
        del lot.store.units[unit.stock_number]


def _bring_in(lot: "Lot", unit: "Unit") -> None:
    unit.status = "recon"
    lot.receive(unit)


def _sign(world: "World", lot: "Lot", deal: Deal) -> None:
    c, clock, now = lot.chance, lot.store.clock, world.now
    deal.status, deal.contract_date = "sold", clock.day(now)
    deal.accounting_date = deal.contract_date
    deal.note(world)
    if deal.journey:
        deal.journey.on_signed(deal)
    if deal.unit.listing:
        deal.unit.listing.remove()
    world.at(now + c.randrange(8, 40) * MINUTE, partial(lot.change_if, deal.unit, "pending_sale", "sold_not_delivered"))
    wait = c.pick((0, 1, 2, 4), (55, 20, 15, 10))
    at = now + c.randrange(70, 130) * MINUTE if wait == 0 else clock.next_slot(now + wait * DAY)
    world.at(at, partial(_deliver, world, lot, deal))


def _deliver(world: "World", lot: "Lot", deal: Deal) -> None:
    c = lot.chance
    deal.status, deal.delivered_at = "delivered", world.now
    deal.note(world)
    lot.change(deal.unit, "delivered")
    if deal.journey:
        deal.journey.on_delivered(deal)
    if c.hit(0.022):
        at = lot.store.clock.next_open(world.now + c.randrange(2, 9) * DAY)
        world.at(at, partial(_unwind, world, lot, deal))


def _unwind(world: "World", lot: "Lot", deal: Deal) -> None:
    """The deal comes back: the car is in stock again from today, whether or not the DMS's stock file says so."""
    deal.status, deal.unwound_on = "unwound", lot.store.clock.day(world.now)
    deal.note(world)
    deal.unit.status = "in_stock"
    if lot.chance.hit(0.6):
        world.at(world.now + 2 * HOUR, partial(_note_return, lot, deal.unit))
    if deal.unit.listing:
        deal.unit.listing.publish()


def _note_return(lot: "Lot", unit: "Unit") -> None:
    if unit.status == "in_stock":
        lot.note(unit)


def sell_wholesale(world: "World", lot: "Lot", unit: "Unit", sale_type: str = "wholesale") -> None:
    """A unit goes to auction, to another dealer or to a fleet: a deal, but no retail sale."""
    c, today = lot.chance, lot.store.clock.day(world.now)
    if unit.status not in ("wholesale_lane", "in_stock") or is_frozen(world, lot.store):
        return
    if unit.listing:
        unit.listing.remove()
    deal = _open_deal(world, lot, unit, sale_type, "sold")
    deal.contract_date = deal.accounting_date = today
    deal.sale_price = float(round((unit.cost + unit.recon_cost) * c.uniform(0.93, 1.01)))
    deal.front_gross = round(deal.sale_price - unit.cost - unit.recon_cost, 2)
    deal.note(world)
    lot.change(unit, {"wholesale": "wholesaled", "dealer_trade": "traded_out", "fleet": "delivered"}[sale_type])
