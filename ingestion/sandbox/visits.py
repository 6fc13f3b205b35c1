"""Appointments and what happens in the showroom."""

from functools import partial
from typing import TYPE_CHECKING, Any

from ingestion.sandbox import appraisals, crm, web
from ingestion.sandbox.clock import DAY, HOUR
from ingestion.sandbox.staff import SALES_ROLES

if TYPE_CHECKING:
    from ingestion.sandbox.journey import Journey

MINUTE = 60
_NO_SHOW_REASONS = ("forgot", "bought_elsewhere", "could_not_reach", "vehicle_unavailable", "weather", None)


def _note(journey: "Journey", booking: dict[str, Any], **changes: Any) -> None:
    """A new version of an appointment. `booking` is changed in place."""
    booking.update(changes, updated_at=journey.world.now)
    journey.world.log.add("appointments", journey.world.now, journey.store.store_id, dict(booking))


def book(journey: "Journey", after: dict[str, Any] | None = None) -> None:
    """Set an appointment in the next days, or a further leg after a reschedule."""
    w, c, clock, now = journey.world, journey.lot.chance, journey.store.clock, journey.world.now
    if journey.is_over or (journey.booking and after is None):
        return
    at = clock.next_slot(now + (c.minutes(60 * 22, 0.9) if after is None else c.randrange(20, 90) * HOUR))
    unit = journey.unit
    booking = {
        "appointment_id": f"APT-{w.log.number('appointment'):06d}", "lead_id": journey.lead_id, "store_id": journey.store.store_id,
        "agent_id": journey.agent.agent_id if journey.agent else None,
        "customer_id": journey.shopper.customer_ids.get(journey.store.store_id), "vin": unit.vin if unit else None,
        "stock_number": unit.stock_number if unit else None, "set_at": now, "scheduled_at": at, "confirmed_at": None,
        "confirmation_channel": None, "shown_at": None, "status": "set", "no_show_reason": None,
        "rescheduled_from_id": after["appointment_id"] if after else None, "test_drive_at": None,
    }  # fmt: skip
    journey.booking = booking
    w.bookings.append(booking)
    _note(journey, booking)
    journey.mark("appointment_set")
    journey.mark("contacted")
    journey.move("appointment_set")
    crm.message(journey, "confirmation", "sms" if journey.shopper.phone else "email", True)
    w.at(at - DAY, partial(_remind, journey, booking))
    confirms = c.hit(0.72)
    if confirms:
        same_day = c.hit(0.45)
        moment = now + c.randrange(3, 120) * MINUTE if same_day else max(at - c.randrange(3, 26) * HOUR, now + 5 * MINUTE)
        w.at(min(moment, at - 15 * MINUTE), partial(_confirm, journey, booking))
    fate = c.random()
    shows = (0.58 if confirms else 0.44) + (0.05 if after else 0.0)
    if fate < shows:
        w.at(at + round(c.gauss(4, 14)) * MINUTE + 41, partial(arrive, journey, booking))
    elif fate < shows + (0.0 if after else 0.13):
        w.at(max(at - c.randrange(1, 20) * HOUR, now + 10 * MINUTE) + 23, partial(_reschedule, journey, booking))
    elif fate < shows + 0.19:
        w.at(max(at - c.randrange(1, 20) * HOUR, now + 10 * MINUTE) + 17, partial(_cancel, journey, booking))
    else:
        w.at(at + c.randrange(3, 6) * HOUR + 37, partial(_miss, journey, booking))


def _remind(journey: "Journey", booking: dict[str, Any]) -> None:
    if booking["status"] in ("set", "confirmed") and journey.world.now > booking["set_at"] + 6 * HOUR:
        crm.message(journey, "appointment_reminder", "sms" if journey.shopper.phone else "email", True)


def _confirm(journey: "Journey", booking: dict[str, Any]) -> None:
    if booking["status"] == "set":
        channel = journey.lot.chance.pick(("sms", "phone", "email"), (5, 3, 2))
        _note(journey, booking, status="confirmed", confirmed_at=journey.world.now, confirmation_channel=channel)
        journey.mark("appointment_confirmed")
        journey.move("appointment_confirmed")


def _reschedule(journey: "Journey", booking: dict[str, Any]) -> None:
    if booking["status"] in ("set", "confirmed"):
        _note(journey, booking, status="rescheduled")
        book(journey, after=booking)


def _cancel(journey: "Journey", booking: dict[str, Any]) -> None:
    if booking["status"] in ("set", "confirmed"):
        _note(journey, booking, status="cancelled")
        journey.booking = None


def _miss(journey: "Journey", booking: dict[str, Any]) -> None:
    if booking["status"] in ("set", "confirmed"):
        c = journey.lot.chance
        _note(journey, booking, status="no_show", no_show_reason=c.choice(_NO_SHOW_REASONS))
        journey.booking = None
        if c.hit(0.6):
            journey.world.at(journey.store.clock.next_open(journey.world.now + 14 * HOUR), journey.chase)
        if c.hit(0.12) and not journey.is_over:
            journey.world.at(journey.store.clock.next_open(journey.world.now + 20 * HOUR), partial(book, journey))


def arrive(journey: "Journey", booking: dict[str, Any] | None = None) -> None:
    """The shopper walks in: maybe a drive, an appraisal, numbers, an application, and a yes."""
    w, c, now = journey.world, journey.lot.chance, journey.world.now
    if journey.is_over or (booking and booking["status"] not in ("set", "confirmed")) or (booking is None and journey.booking):
        return
    if journey.unit is None or not journey.unit.is_for_sale:
        journey.unit = journey.alternative()
    drives = c.hit(0.72)
    drive_at = now + c.randrange(15, 35) * MINUTE
    in_calendar = booking is not None and c.hit(0.8)
    if booking:
        _note(journey, booking, status="shown", shown_at=now)
        journey.mark("shown")
        journey.mark("contacted")
        journey.move("shown")
        if drives and in_calendar:
            w.at(drive_at, partial(_drive, journey, booking, drive_at))
    journey.booking = None
    writes_up = c.hit(0.74)
    if writes_up:
        w.at(now + c.randrange(45, 70) * MINUTE, partial(quote, journey))
        if c.hit(0.5):
            w.at(now + c.randrange(72, 85) * MINUTE, partial(_apply, journey))
    buys = c.hit(min((0.66 if writes_up else 0.16) * journey.zeal, 0.95))
    if buys:
        today = c.hit(0.7)
        at = now + c.randrange(86, 100) * MINUTE if today else journey.store.clock.next_slot(now + c.randrange(1, 9) * DAY)
        w.at(at, journey.buy)
    if c.hit(0.15):
        w.at(now + 40 * MINUTE, partial(_decline_trade, journey))
    result = "sold" if buys else c.choice(("be_back", "left_no_deal", "waiting_trade_appraisal"))
    ends_at = now + c.randrange(105, 150) * MINUTE
    visit = {
        "visit_id": f"SV-{w.log.number('visit'):06d}", "store_id": journey.store.store_id, "lead_id": journey.lead_id,
        "agent_id": journey.store.next_agent(now, SALES_ROLES).agent_id, "started_at": now, "ended_at": ends_at, "had_test_drive": drives,
        "had_write_up": writes_up, "result": result,
    }  # fmt: skip
    w.at(ends_at, partial(_leave, journey, visit))


def _drive(journey: "Journey", booking: dict[str, Any], at: int) -> None:
    _note(journey, booking, test_drive_at=at)
    journey.mark("test_drive")
    journey.move("test_drive")


def _leave(journey: "Journey", visit: dict[str, Any]) -> None:
    journey.world.log.add("showroom_visits", journey.world.now, journey.store.store_id, visit)
    journey.mark("shown")
    journey.mark("contacted")
    journey.move("test_drive" if visit["had_test_drive"] else "shown")
    if visit["had_test_drive"]:
        journey.mark("test_drive")


def quote(journey: "Journey") -> None:
    """A price on paper, for the unit in mind."""
    w, unit = journey.world, journey.unit
    if journey.is_over or unit is None or unit.asking_price is None:
        return
    row = {
        "quote_id": f"Q-{w.log.number('quote'):06d}", "lead_id": journey.lead_id, "store_id": journey.store.store_id, "vin": unit.vin,
        "stock_number": unit.stock_number, "amount": float(round(unit.asking_price * journey.lot.chance.uniform(0.975, 1.0))),
        "offer_id": None, "presented_at": w.now,
    }  # fmt: skip
    w.log.add("quotes", w.now, journey.store.store_id, row)
    journey.mark("quoted")
    journey.mark("contacted")
    journey.move("quoted")


def _apply(journey: "Journey") -> None:
    """A credit application: three in four in the digital-retailing tool, the others on the website."""
    if journey.is_over:
        return
    if journey.lot.chance.hit(0.75):
        web.submit_flow(journey, "credit_application")
    else:
        web.note_event(journey.world, journey.store, journey.world.now, "credit_application", journey.session_id or "walk-up",
                       vin=journey.unit.vin if journey.unit else None, page_type="form", lead_id=journey.lead_id)  # fmt: skip
        journey.mark("finance_applied")
        journey.mark("contacted")
    journey.move("finance_applied")


def _decline_trade(journey: "Journey") -> None:
    vin = journey.leads[0]["trade_in_vin"]
    if vin and not journey.is_over:
        appraisals.of_trade(journey.world, journey.lot, vin, journey.lead_id, journey.lot.chance.uniform(4_000, 18_000), is_taken=False)
