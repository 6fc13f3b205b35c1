"""What the CRM writes down: leads and their versions, customers and consents, tasks, messages, outbound touches."""

from functools import partial
from typing import TYPE_CHECKING, Any

from ingestion.sandbox.clock import HOUR
from ingestion.sandbox.people import Shopper, written_phone

if TYPE_CHECKING:
    from ingestion.sandbox.journey import Journey
    from ingestion.sandbox.store import Store
    from ingestion.sandbox.world import World

_INTAKE = {"form": "web_form", "chat": "chat", "phone_call": "call_tracking", "walk_in": "manual"}
_THIRD_PARTIES = ("cars_com", "autotrader", "facebook_marketplace", "oem")


def note_lead(journey: "Journey", lead: dict[str, Any]) -> None:
    """A new version of a lead, as it stands now."""
    lead["updated_at"] = max(journey.world.now, lead.get("updated_at", 0))
    journey.world.log.add("leads", journey.world.now, journey.store.store_id, dict(lead))


def close_repeats(journey: "Journey") -> None:
    """The shopper's further leads that nobody merged are closed with the first one."""
    for lead in journey.leads[1:]:
        if lead["stage"] == "new":
            lead["stage"], lead["disposition"], lead["next_action_at"] = "lost", "lost_other", None
            note_lead(journey, lead)


def new_lead(journey: "Journey", inquiry_at: int, **changes: Any) -> dict[str, Any]:
    """A lead record of a journey: who, what for, from where. Written down at once, known to the CRM from now on."""
    w, c, s, unit = journey.world, journey.lot.chance, journey.shopper, journey.unit
    trade_vin = changes.pop("trade_in_vin", None)
    is_spouse = bool(journey.leads) and s.spouse_first_name is not None
    names_unit = unit is not None and journey.lead_type in ("vehicle_specific", "quote_request", "test_drive", "finance")
    lead = {
        "lead_id": f"L-{w.log.number('lead'):06d}", "store_id": journey.store.store_id, "inquiry_at": inquiry_at,
        "crm_created_at": w.now, "lead_origin": journey.origin, "lead_type": journey.lead_type, "department": "sales",
        "source_code": journey.raw_source, "utm_source": None, "utm_medium": None, "utm_campaign": None,
        "campaign_id": journey.campaign_id, "landing_page": None,
        "device": c.pick(("mobile", "desktop", "tablet"), (68, 28, 4)) if journey.session_id else None, "session_id": journey.session_id,
        "customer_id": None, "first_name": s.spouse_first_name if is_spouse else s.first_name, "last_name": s.last_name,
        "email": s.spouse_email if is_spouse else s.email, "phone": written_phone(c, s.phone), "postal_code": s.postal_code,
        "vin": unit.vin if names_unit and unit else None, "stock_number": unit.stock_number if names_unit and unit and c.hit(0.8) else None,
        "model_year": unit.model_year if unit else None, "make": journey.model.make if journey.model else None,
        "model": journey.model.name if journey.model else None, "trim": journey.trim,
        "has_trade_in": trade_vin is not None, "trade_in_vin": trade_vin,
        "budget": float(c.randrange(12, 60) * 1000) if c.hit(0.2) else None,
        "timeline": c.pick(("now", "0_30d", "31_90d", "90d_plus", None), (20, 30, 15, 5, 30)),
        "preferred_contact": c.pick(("sms", "phone", "email", None), (3, 2, 3, 2)), "owner_agent_id": None, "stage": "new",
        "disposition": "new_untouched", "next_action_at": w.now + HOUR, "offer_id": None,
        "intake_method": "adf_email" if journey.source in _THIRD_PARTIES else _INTAKE.get(journey.origin, "web_form"), "is_test": False,
        "is_spam": False,
    } | changes  # fmt: skip
    if not journey.is_anonymous and (lead["email"] or lead["phone"]):
        lead["customer_id"] = customer(journey)
    s.last_inquiry_at[journey.store.store_id] = inquiry_at
    journey.leads.append(lead)
    note_lead(journey, lead)
    return lead


def customer(journey: "Journey") -> str:
    """The shopper's id in the store's CRM; the first lead makes the record and asks for consent."""
    w, c, s, store = journey.world, journey.lot.chance, journey.shopper, journey.store
    if store.store_id not in s.customer_ids:
        s.customer_ids[store.store_id] = f"C-{store.store_id}-{w.log.number(f'customer:{store.store_id}'):05d}"
        consents = {channel: c.pick(("granted", "unknown", "denied"), (70, 26, 4)) for channel in ("sms", "email", "call")}
        _note_customer(w, store, s, consents, w.now)
        for channel, status in consents.items():
            if status != "unknown":
                _consent(w, store, s, channel, status, "crm")
        if s.phone and c.hit(0.03):
            w.at(w.now + c.randrange(24, 600) * HOUR, partial(_opt_out, w, store, s, consents))
    return s.customer_ids[store.store_id]


def _note_customer(w: "World", store: "Store", s: Shopper, consents: dict[str, str], created_at: int) -> None:
    row = {
        "customer_id": s.customer_ids[store.store_id], "store_id": store.store_id, "first_name": s.first_name, "last_name": s.last_name,
        "email": s.email, "phone": s.phone, "postal_code": s.postal_code, "preferred_contact": None, "consent_sms": consents["sms"],
        "consent_email": consents["email"], "consent_call": consents["call"], "created_at": created_at, "updated_at": w.now,
    }  # fmt: skip
    w.log.add("customers", w.now, store.store_id, row)


def _consent(w: "World", store: "Store", s: Shopper, channel: str, status: str, system: str) -> None:
    row = {
        "event_id": f"CE-{w.log.number('consent'):06d}", "customer_id": s.customer_ids[store.store_id], "email": s.email,
        "phone": s.phone, "channel": channel, "status": status, "occurred_at": w.now, "system": system,
    }  # fmt: skip
    w.log.add("consent_events", w.now, store.store_id, row)


def _opt_out(w: "World", store: "Store", s: Shopper, consents: dict[str, str]) -> None:
    """STOP by text: the texting tool knows at once, the CRM follows."""
    s.is_opted_out_of_sms = True
    consents["sms"] = "opted_out"
    _consent(w, store, s, "sms", "opted_out", "texting")
    _note_customer(w, store, s, consents, w.now)


def task(journey: "Journey", kind: str, created_at: int, due_at: int) -> None:
    row = {
        "task_id": f"T-{journey.world.log.number('task'):07d}", "lead_id": journey.lead_id,
        "agent_id": journey.agent.agent_id if journey.agent else None, "task_type": kind, "created_at": created_at, "due_at": due_at,
        "completed_at": None, "status": "open", "updated_at": created_at,
    }  # fmt: skip
    journey.open_task = row
    journey.world.log.add("tasks", created_at, journey.store.store_id, row)


def close_task(journey: "Journey", status: str) -> None:
    """The open task is done, or there is nothing left to do."""
    if journey.open_task and journey.world.now > journey.open_task["updated_at"]:
        now, done = journey.world.now, status == "completed"
        row = journey.open_task | {"completed_at": now if done else None, "status": status, "updated_at": now}
        journey.world.log.add("tasks", now, journey.store.store_id, row)
        journey.open_task = None


def handling_seconds(journey: "Journey", channel: str) -> int | None:
    """How long a touch keeps an agent busy: a text a minute or so, an e-mail five, a chat eight, a walk-in an hour."""
    minutes = {"sms": 1.5, "email": 5.0, "chat": 8.0, "walk_in": 60.0}.get(channel)
    return journey.lot.chance.minutes(minutes, 0.5) if minutes else None


def message(journey: "Journey", kind: str, channel: str, is_automated: bool, offer_id: str | None = None) -> None:
    """A message of the customer journey. Texts to someone who opted out are held back, but for one in ten that slips through."""
    w, s = journey.world, journey.shopper
    if channel == "sms" and s.is_opted_out_of_sms and not journey.lot.chance.hit(0.1):
        return
    row = {
        "message_id": f"M-{w.log.number('message'):07d}", "lead_id": journey.lead_id,
        "customer_id": s.customer_ids.get(journey.store.store_id),
        "store_id": journey.store.store_id, "message_type": kind, "channel": channel, "sent_at": w.now, "offer_id": offer_id,
        "is_automated": is_automated,
    }  # fmt: skip
    w.log.add("messages", w.now, journey.store.store_id, row)


def outbound(journey: "Journey", channel: str, is_reached: bool) -> None:
    """A human reaches out. Half of the calls go through the tracking provider and are known there too."""
    from ingestion.sandbox import calls

    c = journey.lot.chance
    seconds = c.minutes(4.0, 0.7) if is_reached else c.randrange(20, 50)
    call_id = None
    if channel == "phone" and c.hit(0.5):
        call_id = calls.note_outbound(journey, is_reached, seconds)
    outcome = ("reached" if is_reached else "left_voicemail") if channel == "phone" else "sent"
    journey.touch(channel, "outbound", "human_personalised", is_reached, seconds=seconds if channel == "phone" else None, outcome=outcome,
                  call_id=call_id)  # fmt: skip
