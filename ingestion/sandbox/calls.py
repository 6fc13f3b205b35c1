"""The phone: inbound calls on tracking numbers that make leads, the others that do not, and outbound calls the provider saw."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from ingestion.sandbox.staff import INTERNET_ROLES

if TYPE_CHECKING:
    from ingestion.sandbox.journey import Journey
    from ingestion.sandbox.store import Store
    from ingestion.sandbox.world import World

PROVIDER = "callrail"


def _call_id(world: "World") -> str:
    return f"CAL{world.log.number('call'):09d}"


def note_inbound(journey: "Journey", call: dict[str, Any]) -> None:
    """A call that made a lead, linked to it by the provider in nine cases of ten (the CRM's interaction names it in any case)."""
    w = journey.world
    linked = call | {
        "lead_id": journey.lead_id if journey.lot.chance.hit(0.9) or call["outcome"] != "answered" else None,
        "updated_at": w.now,
    }
    w.log.add("calls", w.now, journey.store.store_id, linked)


def inbound(
    world: "World", store: "Store", chance: Any, started_at: int, caller: str | None, source: str | None, campaign: str | None
) -> dict[str, Any]:
    """How an inbound call goes: answered in opening hours most of the time; at night it is voicemail or nothing."""
    is_open = store.clock.is_open(started_at)
    outcome = chance.pick(("answered", "missed", "abandoned", "voicemail"), (84, 5, 6, 5) if is_open else (0, 30, 20, 50))
    ring = {"answered": chance.minutes(0.17, 0.5), "missed": chance.randrange(28, 45), "voicemail": chance.randrange(24, 30)}.get(
        outcome, chance.randrange(2, 30)
    )
    talk = chance.minutes(2.9, 0.9) if outcome == "answered" else chance.randrange(8, 60) if outcome == "voicemail" else 0
    agent = store.next_agent(started_at, INTERNET_ROLES) if outcome == "answered" else None
    call_id = _call_id(world)
    return {
        "provider": PROVIDER, "call_id": call_id, "store_id": store.store_id, "started_at": started_at,
        "tracking_number": store.tracking_number(source, campaign), "caller_number": caller, "direction": "inbound", "ring_seconds": ring,
        "talk_seconds": talk, "outcome": outcome, "source_code": source, "campaign_id": campaign,
        "agent_id": agent.agent_id if agent else None, "lead_id": None,
        "recording_url": f"https://calls.example.com/r/{call_id}" if talk else None, "updated_at": None,
    }  # fmt: skip


def note_outbound(journey: "Journey", is_reached: bool, seconds: int) -> str:
    """An outbound call: its id. Now is when it is answered (or given up), so it began to ring before."""
    w, store = journey.world, journey.store
    ring = journey.lot.chance.randrange(6, 25)
    call_id = _call_id(w)
    row = {
        "provider": PROVIDER, "call_id": call_id, "store_id": store.store_id, "started_at": w.now - ring,
        "tracking_number": store.main_number,
        "caller_number": journey.shopper.phone, "direction": "outbound", "ring_seconds": ring,
        "talk_seconds": seconds if is_reached else 0, "outcome": "answered" if is_reached else "voicemail", "source_code": None,
        "campaign_id": None, "agent_id": journey.agent.agent_id if journey.agent else None, "lead_id": journey.lead_id,
        "recording_url": None, "updated_at": w.now,
    }  # fmt: skip
    w.log.add("calls", w.now, store.store_id, row)
    return call_id


def start(world: "World", store: "Store") -> None:
    """Calls that make no sales lead: service, directions, vendors."""
    chance = world.chance(f"calls:{store.store_id}")

    def day_of_calls(day: date) -> None:
        hours = store.clock.hours(day)
        for _ in range(chance.count(9.0 if hours else 1.5)):
            opens = hours[0] if hours else store.clock.at(day, 9)
            at = opens + int((chance.betavariate(1.6, 1.9) * 12.5 - 0.7) * 3600)
            world.at(at, partial(ring, at))

    def ring(at: int) -> None:
        row = inbound(world, store, chance, at, None, None, None)
        ends_at = at + row["ring_seconds"] + row["talk_seconds"]
        world.at(ends_at, partial(world.log.add, "calls", ends_at, store.store_id, row | {"updated_at": ends_at}))

    world.each_day(store, 0, 5, day_of_calls)
