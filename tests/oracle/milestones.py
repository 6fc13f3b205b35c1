"""Owner, response times and milestones of opportunities (marts_contract rules 6, 7 and 8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .entities import Known
from .identity import Opportunity
from .parameters import CHANNEL_GROUP
from .reading import Row

LATER = ("appointment_set", "appointment_confirmed", "shown", "test_drive", "quoted", "finance_applied", "sold", "delivered")


@dataclass(frozen=True)
class Event:
    """An interaction, an answered call, or both as one."""

    occurred_at: datetime
    is_response: bool
    is_two_way: bool
    created_the_lead: bool


@dataclass(frozen=True)
class Journey:
    """What an opportunity came to; seconds are from its inquiry_at."""

    owner: str
    assignment_seconds: int | None
    response_seconds: int | None
    conversation_seconds: int | None
    milestones: frozenset[str]
    sla_seconds: int
    age_seconds: int
    daypart: str
    source: str
    channel_group: str


def lead_source(known: Known, lead: Row) -> tuple[str, str]:
    """Source and channel group. "Source codes … already canonical map to themselves." "lead_source `unknown` (absent) or `unmapped`
    (no mapping)" """
    code = lead["source_code"]
    mapped = known.parameters.source_map
    for store in (lead["store_id"], "*"):
        if (store, code) in mapped:
            return mapped[store, code]
    source = "unknown" if not code else code if code in CHANNEL_GROUP else "unmapped"
    return source, CHANNEL_GROUP.get(source, "unknown")


def daypart(hour: int) -> str:
    """ "overnight [21, 8), morning [8, 12), afternoon [12, 17), evening [17, 21)" """
    return "morning" if 8 <= hour < 12 else "afternoon" if 12 <= hour < 17 else "evening" if 17 <= hour < 21 else "overnight"


def sla_seconds(lead: Row, channel_group: str) -> int:
    """ "lead_origin chat 30, phone_call 60; channel_group third_party_marketplace 180; all else 300" """
    by_origin = {"chat": 30, "phone_call": 60}.get(lead["lead_origin"] or "")
    return by_origin or (180 if channel_group == "third_party_marketplace" else 300)


class Happenings:
    """Everything that hangs on leads, by lead_id."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.by_lead: dict[str, dict[str, list[Row]]] = {}
        for entity in ("lead_assignments", "appointments", "showroom_visits", "quotes", "digital_retailing_flows", "web_events"):
            for row in known.rows[entity]:
                if row["lead_id"]:
                    self.by_lead.setdefault(row["lead_id"], {}).setdefault(entity, []).append(row)
        self.origin = {lead["lead_id"]: lead["lead_origin"] for lead in known.rows["leads"]}
        self.events: dict[str, list[Event]] = {}
        self._link_calls()

    def _link_calls(self) -> None:
        """ "A call is linked by calls.lead_id or by an interaction with its call_id; call and interaction are then one event, at the
        moment of answer (started_at + ring_seconds). An answered inbound call that is linked is two-way by itself." """
        calls = {call["call_id"]: call for call in self.known.rows["calls"]}
        linked: dict[tuple[str, str], bool] = {}
        for touch in self.known.rows["lead_interactions"]:
            call = calls.get(touch["call_id"] or "")
            if call and self._is_live(call):
                linked[call["call_id"], touch["lead_id"]] = True
                continue
            human = touch["direction"] == "outbound" and touch["kind"] == "human_personalised"
            self._add(touch["lead_id"], Event(touch["occurred_at"], human, bool(touch["is_two_way"]), False))
        for call in calls.values():
            if self._is_live(call) and call["lead_id"]:
                linked[call["call_id"], call["lead_id"]] = True
        for call_id, lead_id in linked:
            call = calls[call_id]
            answered_at = call["started_at"].timestamp() + (call["ring_seconds"] or 0)
            moment = datetime.fromtimestamp(answered_at, tz=call["started_at"].tzinfo)
            self._add(lead_id, Event(moment, True, True, self.origin.get(lead_id) == "phone_call"))

    @staticmethod
    def _is_live(call: Row) -> bool:
        return bool(call["direction"] == "inbound" and call["outcome"] == "answered")

    def _add(self, lead_id: str, event: Event) -> None:
        self.events.setdefault(lead_id, []).append(event)

    def of(self, opportunity: Opportunity, entity: str) -> list[Row]:
        return [row for lead in opportunity.leads for row in self.by_lead.get(lead["lead_id"], {}).get(entity, [])]

    def journey(self, opportunity: Opportunity) -> Journey:
        """Apply rules 6, 7 and 8 to one opportunity."""
        known, start, first = self.known, opportunity.inquiry_at, opportunity.first
        assignments = sorted(self.of(opportunity, "lead_assignments"), key=lambda a: (a["assigned_at"], a["assignment_id"]))
        # "its owner is the latest lead assignment's agent, else the first lead's owner_agent_id, else `unassigned`"
        latest = assignments[-1]["agent_id"] if assignments else None
        seconds: dict[str, list[float]] = {"response": [], "conversation": []}
        for event in (e for lead in opportunity.leads for e in self.events.get(lead["lead_id"], [])):
            after = (event.occurred_at - start).total_seconds()
            # "Interactions before inquiry_at do not count, except the call that created the lead: … counts even if it was earlier,
            # as 0 seconds. The same holds for contacted."
            if after < 0 and not event.created_the_lead:
                continue
            for kind, counts in (("response", event.is_response), ("conversation", event.is_two_way)):
                if counts:
                    seconds[kind].append(max(after, 0))
        source, group = lead_source(known, first)
        assigned = [(a["assigned_at"] - start).total_seconds() for a in assignments]
        return Journey(
            owner=latest or first["owner_agent_id"] or "unassigned",
            assignment_seconds=_least(assigned),
            response_seconds=_least(seconds["response"]),
            conversation_seconds=_least(seconds["conversation"]),
            milestones=self._milestones(opportunity, bool(seconds["conversation"])),
            sla_seconds=sla_seconds(first, group),
            age_seconds=int((known.as_of - start).total_seconds()),
            daypart=daypart(known.local_hour(start, opportunity.store_id)),
            source=source,
            channel_group=group,
        )

    def _milestones(self, opportunity: Opportunity, has_conversation: bool) -> frozenset[str]:
        appointments = self.of(opportunity, "appointments")
        visits = self.of(opportunity, "showroom_visits")
        flows = self.of(opportunity, "digital_retailing_flows")
        web = self.of(opportunity, "web_events")
        has: dict[str, Any] = {
            "appointment_set": appointments,
            "appointment_confirmed": [a for a in appointments if a["confirmed_at"]],
            # "shown (appointment shown or a showroom visit of the lead)"
            "shown": visits or [a for a in appointments if a["status"] == "shown"],
            # "test_drive (appointment's test_drive_at or a visit with had_test_drive)"
            "test_drive": [a for a in appointments if a["test_drive_at"]] or [v for v in visits if v["had_test_drive"]],
            "quoted": self.of(opportunity, "quotes"),
            # "finance_applied (a credit_application flow submitted, or a web event credit_application of the lead)"
            "finance_applied": [f for f in flows if f["flow_type"] == "credit_application" and f["submitted_at"]]
            or [e for e in web if e["event_name"] == "credit_application"],
            "sold": opportunity.sales,
            # "delivered (DMS delivery date only)"
            "delivered": [s for s in opportunity.sales if s["delivered_at"]],
        }
        found = {name for name in LATER if has[name]}
        # "contacted (first two-way interaction, or implied by any later milestone)"
        return frozenset(found | ({"contacted"} if has_conversation or found else set()))


def _least(values: list[float]) -> int | None:
    return int(min(values)) if values else None
