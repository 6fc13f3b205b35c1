"""The website: sessions with their events, the sessions behind leads, and the digital-retailing tools."""

from datetime import timedelta
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from ingestion.sandbox.chance import Chance
from ingestion.sandbox.clock import DAY, HOUR

if TYPE_CHECKING:
    from ingestion.sandbox.journey import Journey
    from ingestion.sandbox.store import Store
    from ingestion.sandbox.unit import Unit
    from ingestion.sandbox.world import World

_HOURS = (6, 4, 2, 2, 2, 3, 8, 16, 26, 34, 40, 44, 46, 44, 42, 42, 44, 46, 48, 52, 54, 48, 32, 16)
_PLAY = (("video_play", 0.05), ("payment_calculator", 0.04), ("payment_saved", 0.012), ("trim_compare", 0.025), ("trade_valuation", 0.012),
         ("click_to_call", 0.01), ("chat_start", 0.008))  # fmt: skip
_FROM = ((None, None, 58.0), ("google", "cpc", 20.0), ("facebook", "paid_social", 10.0), ("bing", "cpc", 4.0), ("google", "vla", 8.0))
_TOOLS = {"payment_calculator": "payment_calculator", "trade_valuation": "trade_valuation"}


def start(world: "World", store: "Store") -> None:
    """Each hour writes down the sessions of the hour before."""
    chance, showcase = world.chance(f"web:{store.store_id}"), Showcase()
    for hour in range(24):
        rate = world.size.sessions_a_day * store.place.leads_a_day / 8 * _HOURS[hour] / sum(_HOURS)
        world.each_day(store, hour, 59, lambda _, rate=rate: _hour(world, store, chance, showcase, rate))  # type: ignore[misc]


def note_event(world: "World", store: "Store", at: int, name: str, session_id: str, **more: Any) -> None:
    """One web event. More: vin, page_type, device, utm_source, utm_medium, lead_id, client_id, is_bot."""
    vin, page_type = more.get("vin"), more.get("page_type")
    path = f"inventory/{vin}" if vin and page_type != "srp" else "inventory"
    row = {
        "event_id": f"W-{world.log.number('web'):09d}", "occurred_at": at, "store_id": store.store_id, "session_id": session_id,
        "client_id": more.get("client_id"), "event_name": name, "vin": vin,
        "page_url": f"https://{store.store_id.lower()}.example.com/{path}",
        "page_type": page_type or ("vdp" if vin else "srp"), "device": more.get("device"), "utm_source": more.get("utm_source"),
        "utm_medium": more.get("utm_medium"), "utm_campaign": more.get("utm_campaign"), "utm_content": None, "utm_term": None,
        "lead_id": more.get("lead_id"), "is_bot": more.get("is_bot", False),
    }  # fmt: skip
    world.log.add("web_events", at, store.store_id, row)


class Showcase:
    """The units on a store's website, with how much each draws the eye. Looked up anew every four hours: often enough, and quick."""

    def __init__(self) -> None:
        self.looked_at = 0
        self.units: list[Unit] = []
        self.weights: list[float] = []

    def look(self, store: "Store", now: int) -> None:
        if now - self.looked_at < 4 * HOUR:
            return
        self.looked_at = now
        self.units = [u for u in store.units.values() if u.listing and u.listing.is_on_website]
        # Cheap against the market, and fresh, draws eyes.
        eye = [max(1.13 - u.market_factor, 0.015) ** 1.5 * (1.6 if now - (u.lot_ready_at or 0) < 10 * DAY else 1.0) for u in self.units]
        self.weights = list(accumulate(eye))


def _hour(world: "World", store: "Store", chance: Chance, showcase: Showcase, rate: float) -> None:
    showcase.look(store, world.now)
    if not showcase.units:
        return
    for _ in range(chance.count(rate)):
        is_bot = chance.hit(0.02)
        views = chance.randrange(8, 20) if is_bot else min(1 + int(chance.expovariate(0.42)), 9)
        at = world.now - chance.randrange(60, HOUR)
        number = world.log.number("session")
        source, medium, _ = chance.pick(_FROM, [w for *_, w in _FROM])
        about = {
            "client_id": f"GA1.2.{number * 7 + 100_003}", "device": chance.pick(("mobile", "desktop", "tablet"), (66, 30, 4)),
            "is_bot": is_bot,
            "utm_source": source, "utm_medium": medium,
        }  # fmt: skip
        session = f"S-{number:08d}"
        seen = chance.choices(showcase.units, cum_weights=showcase.weights, k=views)
        note_event(world, store, at, "srp_view", session, vin=seen[0].vin, page_type="srp", **about)
        for unit in seen:
            at = min(at + chance.randrange(4, 150), world.now)
            note_event(world, store, at, "vdp_view", session, vin=unit.vin, **about)
            for name, probability in _PLAY:
                if not is_bot and chance.hit(probability * 0.5):
                    at = min(at + chance.randrange(3, 60), world.now)
                    note_event(world, store, at, name, session, vin=unit.vin, **about)
                    if name in _TOOLS:
                        world.at(at, partial(_flow, world, store, chance, _TOOLS[name], None, unit.vin, 0.5, 0))


def visit_before(journey: "Journey") -> None:
    """The session that ends in the inquiry, and now and then one of the days before by the same person."""
    w, c, store, unit = journey.world, journey.lot.chance, journey.store, journey.unit
    number = w.log.number("session")
    journey.session_id = f"S-{number:08d}"
    client = f"GA1.2.{number * 7 + 100_003}"
    opened = store.clock.at(w.first_day, 5)
    visits = [(journey.session_id, journey.inquiry_at - c.randrange(120, 1300))]
    if c.hit(0.25):
        visits.insert(0, (f"S-{w.log.number('session'):08d}", journey.inquiry_at - c.randrange(20 * HOUR, 6 * DAY)))
    for session, at in visits:
        if at < opened:
            continue
        note_event(w, store, at, "srp_view", session, vin=unit.vin if unit else None, page_type="srp", client_id=client)
        views = [unit] if unit else []
        if len(store.units) > 3:
            views += [u for u in c.choices(list(store.units.values()), k=2) if u.listing and u.listing.is_on_website]
        for n, u in enumerate(views, start=1):
            note_event(w, store, at + 25 * n, "vdp_view", session, vin=u.vin, client_id=client)


def form_sent(journey: "Journey") -> None:
    """The event that carries the lead: a form or a chat."""
    if journey.session_id:
        name = "chat_start" if journey.origin == "chat" else "form_submit"
        vin = journey.unit.vin if journey.unit else None
        note_event(
            journey.world, journey.store, journey.inquiry_at, name, journey.session_id, vin=vin, lead_id=journey.lead_id, page_type="form"
        )


def submit_flow(journey: "Journey", kind: str, probability: float = 1.0) -> None:
    """A digital-retailing flow of a known lead, submitted with this probability. Started eleven minutes before it is."""
    w, c = journey.world, journey.lot.chance
    if journey.is_over:
        return
    vin = journey.unit.vin if journey.unit else None
    row = _flow(w, journey.store, c, kind, journey.lead_id, vin, probability, 11 * 60)
    if kind == "credit_application" and row["submitted_at"]:
        journey.mark("finance_applied")
        journey.mark("contacted")
        journey.move("finance_applied")


def _flow(
    world: "World", store: "Store", chance: Chance, kind: str, lead_id: str | None, vin: str | None, probability: float, ago: int
) -> dict[str, Any]:
    """A flow that began `ago` seconds before now: submitted now, or left alone (and known as abandoned a day later)."""
    is_submitted = chance.hit(probability)
    row = {
        "flow_id": f"DR-{world.log.number('flow'):06d}", "flow_type": kind, "store_id": store.store_id, "lead_id": lead_id, "vin": vin,
        "started_at": world.now - ago, "submitted_at": world.now if is_submitted and ago else None, "abandoned_at": None,
        "updated_at": world.now,
    }  # fmt: skip
    world.log.add("digital_retailing_flows", world.now, store.store_id, row)
    if not row["submitted_at"]:
        at = world.now + chance.randrange(90, 900) if is_submitted else world.now + int(timedelta(days=1).total_seconds())
        end = {"submitted_at": at} if is_submitted else {"abandoned_at": at}
        world.at(at, partial(world.log.add, "digital_retailing_flows", at, store.store_id, row | end | {"updated_at": at}))
    return row
