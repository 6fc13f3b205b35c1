"""A shopper's way from the first inquiry to the delivery, as the CRM and the people in the store live it."""

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from ingestion.sandbox import crm, deals, visits
from ingestion.sandbox.clock import DAY, HOUR
from ingestion.sandbox.people import Shopper
from ingestion.sandbox.staff import INTERNET_ROLES, SALES_ROLES

if TYPE_CHECKING:
    from ingestion.sandbox.catalog import Model
    from ingestion.sandbox.deals import Deal
    from ingestion.sandbox.stock import Lot
    from ingestion.sandbox.store import Agent, Store
    from ingestion.sandbox.unit import Unit
    from ingestion.sandbox.world import World

MINUTE = 60
STAGES = ("new", "contacted", "qualified", "appointment_set", "appointment_confirmed", "shown", "test_drive", "quoted", "finance_applied",
          "sold", "delivered")  # fmt: skip
_LOST = ("bought_elsewhere", "not_interested", "timing_later", "bad_contact_info", "needs_pricing", "lost_other")


@dataclass(eq=False)
class Journey:
    """One opportunity as it really is: one shopper's leads at one store. `milestones` holds the first instant of each, `zeal` how
    readily the shopper moves on (1 = like everybody)."""

    world: "World"
    lot: "Lot"
    shopper: Shopper
    source: str | None
    raw_source: str | None
    origin: str
    lead_type: str
    inquiry_at: int
    model: "Model | None"
    trim: str | None
    unit: "Unit | None"
    campaign_id: str | None = None
    session_id: str | None = None
    is_anonymous: bool = False
    zeal: float = 1.0
    needs_lead_id: bool = False
    leads: list[dict[str, Any]] = field(default_factory=list)
    agent: "Agent | None" = None
    assignment: dict[str, Any] | None = None
    milestones: dict[str, int] = field(default_factory=dict)
    assigned_at: int | None = None
    responded_at: int | None = None
    conversation_at: int | None = None
    is_lost: bool = False
    deal: "Deal | None" = None
    booking: dict[str, Any] | None = None
    open_task: dict[str, Any] | None = None

    @property
    def store(self) -> "Store":
        return self.lot.store

    @property
    def lead_id(self) -> str:
        return str(self.leads[0]["lead_id"])

    @property
    def is_over(self) -> bool:
        return self.is_lost or (self.deal is not None and self.deal.status != "cancelled")

    def mark(self, milestone: str) -> None:
        self.milestones.setdefault(milestone, self.world.now)

    # --- what the CRM sees --------------------------------------------------------------------------------------------------------

    def assign(self, reason: str = "route") -> None:
        """Give the lead to whoever's turn it is; a transfer ends the one before."""
        w, c, now = self.world, self.lot.chance, self.world.now
        if self.is_lost:
            return
        roles = INTERNET_ROLES if reason == "route" and c.hit(0.7) else SALES_ROLES
        agent = self.store.next_agent(now, roles)
        if self.assignment:
            if agent.agent_id == self.assignment["agent_id"]:
                return
            w.log.add("lead_assignments", now, self.store.store_id, self.assignment | {"released_at": now, "updated_at": now})
        queue = (
            "internet" if agent.role in INTERNET_ROLES else "sales_used" if self.unit and self.unit.mart_class == "used" else "sales_new"
        )
        self.assignment = {
            "assignment_id": f"AS-{w.log.number('assignment'):07d}", "lead_id": self.lead_id, "agent_id": agent.agent_id,
            "queue": queue, "assigned_at": now, "released_at": None, "reason": reason, "updated_at": now,
        }  # fmt: skip
        w.log.add("lead_assignments", now, self.store.store_id, self.assignment)
        self.agent = agent
        self.assigned_at = self.assigned_at or now
        crm.close_task(self, "completed")
        crm.task(self, "call", now, now + HOUR)
        if reason == "route" and c.hit(0.08):
            w.at(self.store.clock.next_open(now + c.randrange(1, 40) * HOUR), partial(self.assign, "transfer"))

    def touch(self, channel: str, direction: str, kind: str, is_two_way: bool, **more: Any) -> None:
        """Note an interaction, and what it means: a response, a conversation, a contact."""
        w = self.world
        agent = None if kind in ("automated_response", "bot", "system") else self.agent
        seconds = more.get("seconds") or (crm.handling_seconds(self, channel) if agent else None)
        row = {
            "interaction_id": f"IN-{w.log.number('interaction'):07d}", "lead_id": self.lead_id,
            "agent_id": agent.agent_id if agent else None,
            "channel": channel, "direction": direction, "occurred_at": w.now, "duration_seconds": seconds, "kind": kind,
            "is_two_way": is_two_way, "template_id": more.get("template"), "outcome": more.get("outcome"), "call_id": more.get("call_id"),
        }  # fmt: skip
        w.log.add("lead_interactions", w.now, self.store.store_id, row)
        if kind == "human_personalised" and direction == "outbound" and self.responded_at is None:
            self.responded_at = w.now
        if agent and direction == "outbound" and not self.is_over:
            crm.close_task(self, "completed")
            if self.lot.chance.hit(0.6):
                crm.task(self, "follow_up", w.now, w.now + self.lot.chance.randrange(1, 12) * DAY)
        if is_two_way:
            self.conversation_at = self.conversation_at or w.now
            self.mark("contacted")
            self.move("contacted")

    def move(self, stage: str, disposition: str | None = None, reason: str | None = None) -> None:
        """The CRM's stage goes forward (never back), or to an exit."""
        lead, w = self.leads[0], self.world
        before = lead["stage"]
        if before in ("lost", "delivered") or (stage in STAGES and STAGES.index(stage) <= STAGES.index(before)):
            return
        lead["stage"], lead["disposition"] = stage, disposition or ("sold" if stage in ("sold", "delivered") else "contacted")
        if self.agent:
            lead["owner_agent_id"] = self.agent.agent_id
        lead["next_action_at"] = None if stage in ("lost", "sold", "delivered") else w.now + self.lot.chance.randrange(2, 25) * DAY
        if stage in ("lost", "sold"):
            crm.close_task(self, "cancelled" if stage == "lost" else "completed")
        crm.note_lead(self, lead)
        change = {
            "change_id": f"SC-{w.log.number('stage'):07d}", "lead_id": lead["lead_id"], "from_stage": before, "to_stage": stage,
            "disposition": lead["disposition"], "reason": reason, "changed_at": w.now, "agent_id": lead["owner_agent_id"],
        }  # fmt: skip
        w.log.add("lead_stage_changes", w.now, self.store.store_id, change)

    # --- the follow-up ------------------------------------------------------------------------------------------------------------

    def follow_up(self, answered_by_phone: bool) -> None:
        """Plan what the store does with a new lead: route it, answer it (or not), keep at it, give up at last."""
        w, c, now, clock = self.world, self.lot.chance, self.world.now, self.store.clock
        is_open = clock.is_open(now)
        if answered_by_phone:
            self.assign()
            w.at(now + c.randrange(2, 20) * MINUTE, self.consider)
        else:
            routed_at = now + c.randrange(4, 90) if is_open or c.hit(0.6) else clock.next_open(now) + c.minutes(6, 0.8)
            w.at(routed_at, self.assign)
            if self.origin not in ("walk_in", "phone_call") and c.hit(0.85):
                w.at(now + c.randrange(15, 80), partial(self.touch, "email", "outbound", "automated_response", False, template="T-AUTO-1"))
            if self.origin == "chat" and c.hit(0.5):
                w.at(now + 4, partial(self.touch, "chat", "outbound", "bot", False))
            if not c.hit(0.07):
                w.at(max(self._response_time(now, is_open), routed_at + 20), self.respond)
        w.at(clock.next_open(now + c.randrange(12, 40) * DAY), self.give_up)

    def _response_time(self, now: int, is_open: bool) -> int:
        c, clock = self.lot.chance, self.store.clock
        pace = self.store.place.quickness
        if self.origin == "walk_in":
            return now + c.randrange(60, 300)
        if self.origin == "chat" and is_open and c.hit(0.7):
            return now + c.randrange(10, 95)
        if is_open:
            at = now + c.minutes(3.4 * pace, 1.3)
            return at if clock.is_open(at) else clock.next_open(at) + c.minutes(12 * pace, 0.8)
        if c.hit(0.12):
            return now + c.minutes(22 * pace, 0.7)
        return clock.next_open(now) + c.minutes(14 * pace, 0.9)

    def respond(self) -> None:
        """The first answer by a human: a call (reached or not), a text or an e-mail; an e-mail template first in one case of eight."""
        w, c = self.world, self.lot.chance
        if self.is_over:
            return
        if self.origin in ("walk_in", "chat"):
            self.touch(self.origin if self.origin == "chat" else "walk_in", "outbound", "human_personalised", c.hit(0.85))
        else:
            if c.hit(0.12):
                self.touch("email", "outbound", "human_template", False, template="T-FIRST-2")
                w.at(w.now + c.minutes(25, 0.9), self.respond)
                return
            channel = c.pick(("phone", "sms", "email"), (55, 25, 20)) if self.shopper.phone else "email"
            reached = channel == "phone" and c.hit(0.42)
            crm.outbound(self, channel, reached)
        if self.conversation_at is None:
            waited = w.now - self.inquiry_at
            p = (0.42 if waited < 10 * MINUTE else 0.33 if waited < HOUR else 0.24) * self.zeal
            if c.hit(p):
                w.at(w.now + c.minutes(70, 1.4), self.reply)
            w.at(self.store.clock.next_open(w.now + DAY - HOUR) + c.minutes(30, 0.8), partial(self.try_again, 1))
        else:
            w.at(w.now + c.randrange(2, 40) * MINUTE, self.consider)

    def reply(self) -> None:
        """The shopper writes or calls back."""
        if not self.is_over:
            was_silent = self.conversation_at is None
            self.touch("sms" if self.shopper.phone else "email", "inbound", "human_personalised", True)
            if was_silent:
                self.world.at(self.world.now + self.lot.chance.randrange(3, 90) * MINUTE, self.consider)

    def try_again(self, attempt: int) -> None:
        """Two more tries by hand, three by template."""
        w, c = self.world, self.lot.chance
        if self.is_over or self.conversation_at is not None:
            return
        if attempt <= 2:
            crm.outbound(self, "phone" if self.shopper.phone else "email", bool(self.shopper.phone) and c.hit(0.16))
        else:
            self.touch(c.choice(("email", "sms")), "outbound", "human_template", False, template=f"T-FOLLOW-{attempt}")
            if c.hit(0.06):
                w.at(w.now + c.minutes(120, 0.8), self.reply)
        if self.conversation_at is not None:
            w.at(w.now + c.randrange(2, 40) * MINUTE, self.consider)
        elif attempt < 5:
            w.at(
                self.store.clock.next_open(w.now + (1, 2, 3, 4)[attempt - 1] * DAY) + c.minutes(40, 0.7),
                partial(self.try_again, attempt + 1),
            )

    def consider(self) -> None:
        """After the first talk: book a visit, just come by, or think about it."""
        w, c = self.world, self.lot.chance
        if self.is_over or self.booking or "shown" in self.milestones:
            return
        if c.hit(0.45):
            self.move("qualified")
        if c.hit(min(0.47 * self.zeal, 0.95)):
            w.at(w.now + c.randrange(30, 240), partial(visits.book, self))
        elif c.hit(0.05 * self.zeal):
            w.at(self.store.clock.next_slot(w.now + c.randrange(2, 60) * HOUR), partial(visits.arrive, self))
        elif c.hit(0.10):
            w.at(w.now + c.randrange(60, 900), partial(visits.quote, self))
        if c.hit(0.3):
            w.at(self.store.clock.next_open(w.now + c.randrange(18, 90) * HOUR), self.chase)

    def chase(self) -> None:
        if not self.is_over:
            crm.outbound(self, self.lot.chance.choice(("sms", "email")), False)

    def give_up(self) -> None:
        """The CRM loses patience, but for a shopper with a visit ahead or a deal pending."""
        w, c = self.world, self.lot.chance
        if self.is_over:
            return
        if self.booking or self.deal:
            w.at(self.store.clock.next_open(w.now + 9 * DAY), self.give_up)
            return
        self.is_lost = True
        crm.close_repeats(self)
        self.move(
            "lost", c.pick(_LOST, (24, 20, 22, 14, 8, 12)) if self.conversation_at else c.pick(("bad_contact_info", "lost_other"), (6, 4))
        )

    # --- the deal -----------------------------------------------------------------------------------------------------------------

    def buy(self) -> None:
        """The shopper signs: for the unit in mind, or for the nearest thing on the lot."""
        c = self.lot.chance
        if self.is_over:
            return
        if self.unit is None or not self.unit.is_for_sale:
            self.unit = self.alternative()
        if self.unit is None:
            return
        agent = self.store.next_agent(self.world.now, SALES_ROLES) if c.hit(0.4) or self.agent is None else self.agent
        self.deal = deals.write_up(self.world, self.lot, self.unit, self.shopper, self, agent)

    def alternative(self) -> "Unit | None":
        vehicle_class = self.unit.mart_class if self.unit else None
        options = self.store.on_lot(vehicle_class) or self.store.on_lot()
        same = [u for u in options if self.model and u.model is self.model]
        return self.lot.chance.choice(same or options) if options else None

    def on_signed(self, deal: "Deal") -> None:
        self.move("sold")

    def on_delivered(self, deal: "Deal") -> None:
        self.move("delivered")
        crm.message(self, "post_sale", "email", True)
