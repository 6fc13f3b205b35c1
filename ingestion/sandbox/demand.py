"""Inquiries: who asks, where, when, how, and for what."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from ingestion.sandbox import calls, crm, marketing, web
from ingestion.sandbox.catalog import BY_MAKE, MODELS, Model
from ingestion.sandbox.clock import DAY, HOUR
from ingestion.sandbox.deals import write_up
from ingestion.sandbox.journey import Journey
from ingestion.sandbox.people import Shopper
from ingestion.sandbox.staff import SALES_ROLES
from ingestion.sandbox.vins import make_vin

if TYPE_CHECKING:
    from ingestion.sandbox.store import Store
    from ingestion.sandbox.unit import Unit
    from ingestion.sandbox.world import World

MINUTE = 60


@dataclass(frozen=True)
class Source:
    """A lead source: its weight, its code (None: one that no map knows, or none given), how shoppers reach out through it and how
    eager they are."""

    code: str | None
    raw: str | None
    weight: float
    origins: tuple[tuple[str, float], ...]
    zeal: float = 1.0


_WEB = (("form", 62.0), ("chat", 20.0), ("test_drive_request", 9.0), ("appointment_request", 9.0))
_LISTING = (("form", 76.0), ("phone_call", 16.0), ("chat", 8.0))
_AD = (("form", 78.0), ("phone_call", 14.0), ("chat", 8.0))
SOURCES = (
    Source("website", "website", 27, _WEB, 1.15), Source("cars_com", "cars_com", 16, _LISTING, 0.9),
    Source("autotrader", "autotrader", 11, _LISTING, 0.88), Source("facebook_marketplace", "facebook_marketplace", 7, _LISTING[:1], 0.68),
    Source("google_vla", "google_vla", 4, _AD, 1.0), Source("google_ads", "google_ads", 11, _AD, 1.0),
    Source("meta", "meta", 6, _AD[:1], 0.72), Source("microsoft_ads", "microsoft_ads", 3, _AD, 1.0),
    Source("phone", "phone", 8, (("phone_call", 1.0),), 1.35), Source("walk_in", "walk_in", 1.6, (("walk_in", 1.0),), 1.5),
    Source("oem", "oem", 3.4, (("form", 1.0),), 1.0), Source("other", "other", 0.6, (("form", 1.0),), 0.8),
    Source(None, "CarGurus", 1.0, _LISTING[:1], 0.9), Source(None, "Radio 98.5", 0.25, (("phone_call", 1.0),), 1.0),
    Source(None, None, 0.5, (("form", 1.0),), 0.8),
)  # fmt: skip
# One store's CRM has its own names for them; the home's config/lead_source_map.csv says what they mean (see demo.py).
OWN_NAMES = {
    "S02": {"cars_com": "Cars.com", "autotrader": "AutoTrader.com", "website": "Dealer Website", "facebook_marketplace": "FB Marketplace",
            "google_ads": "Google PPC", "phone": "Phone Up", "walk_in": "Showroom"},
}  # fmt: skip
_HOURS = (1, 1, 0.6, 0.4, 0.4, 0.7, 1.5, 2.6, 4, 6, 7, 7.4, 7.2, 6.8, 6.6, 6.6, 6.8, 6.6, 6.4, 6.2, 5.8, 5, 3.6, 2)
_WEEKDAYS = (1.08, 1.0, 0.97, 0.97, 1.0, 1.12, 0.86)
_TYPES = ("vehicle_specific", "general", "trade_in", "finance", "quote_request", "test_drive")


class Street:
    """The shoppers who come to one store."""

    def __init__(self, world: "World", store: "Store") -> None:
        self.world, self.store, self.lot = world, store, store.lot
        self.chance = world.chance(f"demand:{store.store_id}")
        self.past: list[Shopper] = []
        self.walk_ins: list[Shopper] = []

    def day(self, day: date) -> None:
        """Plan the day's inquiries over its hours, and the buyers who come without one."""
        c, place, clock = self.chance, self.store.place, self.store.clock
        for _ in range(c.count(place.leads_a_day * _WEEKDAYS[day.weekday()])):
            at = clock.at(day, c.pick(range(24), _HOURS), c.randrange(60)) + c.randrange(60)
            self.world.at(at, self.inquire)
        if clock.hours(day):
            # Who did not ask before: what the store sells less what its leads buy (about one in nine), mostly on Saturdays.
            sales = place.new_sales_a_day + place.used_sales_a_day
            weight = (0.85, 0.8, 0.85, 0.9, 1.05, 1.75, 0.8)[day.weekday()] * (7 / 6 if not place.is_open_sunday else 1.0)
            ramp = 1.25 if (day - self.world.first_day).days < 8 else 1.0
            for _ in range(c.count(max(sales - place.leads_a_day * 0.112, 0.15) * weight * ramp)):
                self.world.at(clock.next_slot(clock.at(day, c.randrange(9, 18))) + c.randrange(30) * MINUTE, self.walk_in)
        if c.hit(0.05):
            self.world.at(clock.at(day, c.randrange(10, 16), 17), self.trade_out)
        for kind, rate in (("test", 0.06), ("spam", 0.22), ("service", 0.5), ("parts", 0.12)):
            for _ in range(c.count(rate)):
                self.world.at(clock.at(day, c.randrange(8, 20), c.randrange(60)), partial(self.not_a_sales_lead, kind))

    # --- inquiries ----------------------------------------------------------------------------------------------------------------

    def shopper(self) -> Shopper:
        """Somebody new; or who asked here more than 60 days ago; or who asks at a sister store too."""
        c, now, store_id = self.chance, self.world.now, self.store.store_id
        how = c.random()
        if how < 0.05 and self.past:
            old = c.choice(self.past)
            if now - old.last_inquiry_at.get(store_id, now) > 60 * DAY:
                old.last_inquiry_at[store_id] = now
                return old
        elif how < 0.07 and self.world.crowd.shoppers:
            other = c.choice(self.world.crowd.shoppers)
            if store_id not in other.last_inquiry_at and other.last_inquiry_at:
                other.last_inquiry_at[store_id] = now
                self.past.append(other)
                return other
        newcomer = self.world.crowd.newcomer(self.store.place.postal_prefix)
        self.past.append(newcomer)
        return newcomer

    def interest(self) -> "tuple[Unit | None, Model]":
        """A unit on the lot, the better priced the likelier; or just a model."""
        c, place = self.chance, self.store.place
        wants_new = place.is_franchise and c.hit(place.new_sales_a_day / (place.new_sales_a_day + place.used_sales_a_day))
        units = self.store.on_lot("new" if wants_new else "used")
        if not units:
            return None, c.choice(BY_MAKE[place.brands[0]] if place.brands else MODELS)
        # The salesman's thumb is on the scale of the old ones.
        unit = c.pick(units, [max(1.15 - u.market_factor, 0.02) * (1 + self.lot.days_in_stock(u) / 45) for u in units])
        return unit, unit.model

    def inquire(self, is_anonymous: bool | None = None) -> None:
        """One inquiry: it makes a journey. An inbound call rings first, and the lead follows when it is over."""
        c, now = self.chance, self.world.now
        source = c.pick(SOURCES, [0.0 if s.code == "oem" and not self.store.place.is_franchise else s.weight for s in SOURCES])
        origin = c.pick([o for o, _ in source.origins], [w for _, w in source.origins])
        if origin == "walk_in" and not self.store.clock.is_open(now):
            source, origin = SOURCES[0], "form"
        anonymous = (origin in ("form", "chat") and c.hit(0.012)) if is_anonymous is None else is_anonymous
        shopper = Shopper(0, "Web", "Visitor", "none@none.com", None, "") if anonymous else self.shopper()
        unit, model = self.interest()
        lead_type = {"test_drive_request": "test_drive", "phone_call": "general"}.get(origin) or c.pick(_TYPES, (62, 12, 7, 6, 9, 4))
        if lead_type == "general" and c.hit(0.6):
            unit = None
        raw = OWN_NAMES.get(self.store.store_id, {}).get(source.code or "", source.raw)
        journey = Journey(self.world, self.lot, shopper, source.code, raw, origin, lead_type, now, model, unit.trim if unit else None, unit)
        journey.is_anonymous = anonymous
        journey.zeal = source.zeal * c.uniform(0.8, 1.2)
        journey.needs_lead_id = anonymous or bool(shopper.customer_ids) or source.code is None
        journey.campaign_id = marketing.campaign_for(self.store, source.code, c)
        if origin == "phone_call":
            call = calls.inbound(self.world, self.store, c, now, shopper.phone, raw, journey.campaign_id)
            self.world.at(now + call["ring_seconds"] + call["talk_seconds"] + 5, partial(self._after_call, journey, call))
        else:
            if origin != "walk_in" and source.code not in ("cars_com", "autotrader", "facebook_marketplace", "oem"):
                web.visit_before(journey)
            late = c.randrange(2, 26) * HOUR if c.hit(0.012) else c.randrange(2, 25)
            self.world.at(now + late, partial(self._into_crm, journey))

    def _trade_vin(self, journey: Journey) -> str | None:
        c = self.chance
        if not (journey.lead_type == "trade_in" or c.hit(0.18)):
            return None
        model = c.choice(MODELS)
        return make_vin(
            model.maker_code, model.vehicle_code, self.world.year_at_end - c.randrange(3, 13), 700_000 + self.world.log.number("trade")
        )

    def _into_crm(self, journey: Journey) -> None:
        c = self.chance
        self.world.journeys.append(journey)
        hides = journey.origin == "chat" and journey.session_id is not None and not journey.is_anonymous and c.hit(0.12)
        journey.needs_lead_id |= hides
        names: dict[str, object] = {"first_name": None, "last_name": None, "email": None, "phone": None} if hides else {}
        utm = marketing.utm_of(journey)
        crm.new_lead(journey, journey.inquiry_at, trade_in_vin=self._trade_vin(journey), **utm, **names)
        web.form_sent(journey)
        journey.follow_up(answered_by_phone=False)
        if hides:
            self.world.at(self.world.now + c.randrange(5, 40) * MINUTE, partial(self._again, journey, "form"))
        elif not journey.is_anonymous and c.hit(0.13):
            self.world.at(self.world.now + c.minutes(60 * 9, 1.6) % (11 * DAY), partial(self._again, journey, None))
        if c.hit(0.07) and journey.session_id and not journey.is_anonymous:
            kind = c.pick(("payment_calculator", "trade_valuation", "soft_credit_pull", "credit_application"), (5, 3, 1, 1))
            self.world.at(self.world.now + c.randrange(1, 30) * MINUTE, partial(web.submit_flow, journey, kind, 0.6))

    def _after_call(self, journey: Journey, call: dict[str, object]) -> None:
        """The call is over: lead, call record, and the CRM's note of an answered one."""
        self.world.journeys.append(journey)
        crm.new_lead(journey, journey.inquiry_at, trade_in_vin=None)
        calls.note_inbound(journey, call)
        is_answered = call["outcome"] == "answered"
        if is_answered:
            answered_at = journey.inquiry_at + int(str(call["ring_seconds"]))
            row = {
                "interaction_id": f"IN-{self.world.log.number('interaction'):07d}", "lead_id": journey.lead_id,
                "agent_id": call["agent_id"], "channel": "phone", "direction": "inbound", "occurred_at": answered_at,
                "duration_seconds": call["talk_seconds"], "kind": "human_personalised", "is_two_way": True, "template_id": None,
                "outcome": "reached", "call_id": call["call_id"],
            }  # fmt: skip
            self.world.log.add("lead_interactions", self.world.now, self.store.store_id, row)
            journey.responded_at = journey.conversation_at = answered_at
            journey.mark("contacted")
            self.world.at(self.world.now + 2, partial(journey.move, "contacted"))
        journey.follow_up(answered_by_phone=is_answered)

    def _again(self, journey: Journey, origin: str | None) -> None:
        """The same shopper once more, mostly through another door: another lead record of the same opportunity."""
        c = self.chance
        if journey.is_over:
            return
        source = c.pick(SOURCES[:8], [s.weight for s in SOURCES[:8]])
        raw = OWN_NAMES.get(self.store.store_id, {}).get(source.code or "", source.raw)
        changes = {
            "lead_origin": origin or "form",
            "owner_agent_id": journey.agent.agent_id if journey.agent else None,
            "campaign_id": None,
        }
        if origin is None:
            changes |= {"source_code": raw, "session_id": None}
        lead = crm.new_lead(journey, self.world.now, **changes)
        if c.hit(0.5):
            self.world.at(self.world.now + c.randrange(5, 300) * MINUTE, partial(self._merge, journey, lead))

    def _merge(self, journey: Journey, lead: dict[str, object]) -> None:
        lead["stage"], lead["disposition"] = "duplicate", None
        crm.note_lead(journey, lead)

    # --- the rest -----------------------------------------------------------------------------------------------------------------

    def walk_in(self) -> None:
        """A buyer whom no lead announced."""
        unit, _ = self.interest()
        if unit is None:
            return
        shopper = self.world.crowd.newcomer(self.store.place.postal_prefix)
        write_up(self.world, self.lot, unit, shopper, None, self.store.next_agent(self.world.now, SALES_ROLES))

    def trade_out(self) -> None:
        """A dealer trade or a small fleet sale of a new unit: no retail sale."""
        from ingestion.sandbox.deals import sell_wholesale

        units = self.store.on_lot("new")
        if units:
            sell_wholesale(self.world, self.lot, self.chance.choice(units), self.chance.choice(("dealer_trade", "fleet")))

    def not_a_sales_lead(self, kind: str) -> None:
        """Test, spam, service and parts leads: in the CRM, in no sales figure. Nothing follows from them."""
        c = self.chance
        shopper = self.world.crowd.newcomer(self.store.place.postal_prefix)
        department = kind if kind in ("service", "parts") else "sales"
        lead_type = kind if kind in ("service", "parts") else "general"
        journey = Journey(self.world, self.lot, shopper, "website", "website", "form", lead_type, self.world.now, None, None, None)
        journey.is_anonymous = True
        email = f"crm.test.{shopper.number}@example.com" if kind == "test" else shopper.email
        crm.new_lead(
            journey, self.world.now - c.randrange(2, 20), department=department, is_test=kind == "test", is_spam=kind == "spam", email=email
        )

    def last_minutes(self) -> None:
        """Whatever the hour: three or four shoppers who have just asked, so that the lead queue of `as_of` is alive."""
        c = self.chance
        for ago in (3, 8, 14, 41)[: 3 + (self.store.place.org_type == "franchise")]:
            self.world.at(self.world.as_of - ago * MINUTE - c.randrange(60), partial(self.inquire, False))


def start(world: "World", store: "Store") -> None:
    street = Street(world, store)
    world.each_day(store, 0, 1, street.day)
    street.last_minutes()
