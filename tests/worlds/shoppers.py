"""People: leads in clusters, what the store did with them, deals, and advertising."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from .base import STORES, UTC_MIN, Row, World, text, vin

AGENTS = {"S1": ["A1", "A2", "A3"], "S2": ["B1"], "S3": ["C1", "C2"]}
SOURCES = ("website", "cars_com", "autotrader", "google_ads", "meta", "phone", "Zorp Leads", "google_vla", None)
ORIGINS = ("form", "form", "chat", "phone_call", "sms", "walk_in")
CAMPAIGNS = {"S1": ("google_ads", "ACC1", "CMP1"), "S2": ("meta", "ACC2", "CMP2"), "S3": ("google_ads", "ACC3", "CMP3")}
# Pauses between the leads of one shopper: in one session, at the very edge of 30 × 24 hours, and beyond.
GAPS = (120, 3600, 86400 * 5, 86400 * 20, 86400 * 30, 86400 * 30 + 1, 86400 * 33)


class Person:
    """Someone with some e-mails and phones, written differently each time."""

    def __init__(self, world: World, number: int) -> None:
        self.number = number
        # Neighbours share a phone, cousins an e-mail.
        self.emails = [f"shopper{number}@example.com"] + ([f"shopper{number - 1}@example.com"] if number % 9 == 0 else [])
        self.phones = [f"734555{100 + number:04d}"] + ([f"734555{99 + number:04d}"] if number % 7 == 0 else [])
        self.name = (f"First{number}", f"Sample{number}")

    def contact(self, world: World, kinds: str) -> Row:
        """First and last name, and e-mail and phone as the kinds say."""
        email = world.rng.choice(self.emails) if "e" in kinds else None
        digits = world.rng.choice(self.phones) if "p" in kinds else None
        if email:
            email = world.rng.choice([email, email.upper(), f" {email} "])
        if digits:
            spellings = (digits, f"({digits[:3]}) {digits[3:6]}-{digits[6:]}", f"+1{digits}", f"1-{digits}", f"{digits[:3]}.{digits[3:]}")
            digits = world.rng.choice(spellings)
        if "n" in kinds:
            email, digits = world.rng.choice([("none@none.com", "000-000-0000"), (None, "12345"), ("not an email", None)])
        first, last = self.name
        return {"first_name": first, "last_name": last, "email": email, "phone": digits}


def _lead(world: World, store: str, person: Person, moment: datetime, kinds: str, session: str | None) -> None:
    units = world.units.get(store, [])
    unit = world.rng.choice(units)["versions"][0] if units and world.chance(0.5) else None
    platform, _, campaign = CAMPAIGNS[store]
    source = world.rng.choice(SOURCES)
    lead = person.contact(world, kinds) | {
        "lead_id": f"L{world.number():05d}",
        "store_id": store,
        "inquiry_at": moment,
        "crm_created_at": moment + timedelta(seconds=world.rng.choice([-90, 20, 1800])) if world.chance(0.4) else None,
        "lead_origin": world.rng.choice(ORIGINS),
        "lead_type": world.rng.choice(["vehicle_specific", "general", "trade_in"]),
        "department": world.rng.choice(["sales", "sales", "sales", None]),
        "source_code": source,
        "campaign_id": campaign if source == platform and world.chance(0.8) else None,
        "session_id": session,
        "vin": unit["vin"] if unit else None,
        "stock_number": unit["stock_number"] if unit else None,
        "make": text(world, unit["make"].strip()) if unit else world.rng.choice(["Ford", " ford", "Toyota", None]),
        "model": text(world, unit["model"].strip()) if unit else world.rng.choice(["Escape", "ESCAPE", None]),
        "owner_agent_id": world.rng.choice([None, *AGENTS[store]]),
        "stage": world.rng.choice(["new", "new", "contacted"]),
        "is_test": world.rng.choice([None, False, False, False, False, True]) if world.chance(0.3) else False,
        "is_spam": world.chance(0.04),
    }
    if world.chance(0.05):
        lead |= {"department": "service", "lead_type": "service"}
    if person.number % 11 == 3:
        # All that this one sent is closed by its stage.
        lead["stage"] = ("lost", "duplicate")[person.number % 2]
    first = world.soon(moment + timedelta(minutes=1), 600)
    versions = [lead | {"updated_at": first}]
    if world.chance(0.3):
        versions.append(lead | {"source_code": world.rng.choice(SOURCES), "campaign_id": None, "updated_at": world.soon(first, 86400 * 6)})
    for share, change in (
        (0.08, {"is_spam": True}),
        (0.08, {"inquiry_at": moment - timedelta(hours=2)}),
        (0.08, person.contact(world, "ep") if session is None else {}),
    ):
        if world.chance(share):
            versions.append(versions[-1] | change | {"updated_at": world.soon(versions[-1]["updated_at"], 86400 * 3)})
    if world.chance(0.1):
        versions.append(versions[-1] | {"lead_type": "general", "updated_at": world.as_of + timedelta(hours=5)})
    world.send_versions("leads", versions)
    world.leads.append(versions[-1] | {"_kinds": kinds, "_person": person})
    _work(world, lead, min(t for t in (moment, lead["crm_created_at"]) if t))


def _work(world: World, lead: Row, start: datetime) -> None:
    """Assignments, touches, calls, bookings, visits, quotes and applications of one lead."""
    store, lead_id, agents = lead["store_id"], lead["lead_id"], AGENTS[lead["store_id"]]
    moment = start
    for _ in range(world.rng.choice([0, 1, 1, 2, 3])):
        moment = world.soon(moment, 3000)
        row = {"assignment_id": f"AS{world.number():05d}", "lead_id": lead_id, "agent_id": world.rng.choice(agents), "assigned_at": moment}
        released = moment + timedelta(hours=2) if world.chance(0.3) else None
        world.send("lead_assignments", row | {"released_at": released, "reason": "route", "updated_at": moment}, moment)
    for _ in range(world.rng.choice([0, 0, 1, 2, 4])):
        _touch(world, lead, start + timedelta(seconds=world.rng.choice([-4000, 5, 40, 180, 300, 301, 900, 7200, 90000, 400000])))
    if lead["lead_origin"] == "phone_call" or world.chance(0.12):
        _call(world, lead, start + timedelta(seconds=world.rng.choice([-600, -25, -3, 0, 40, 5000])))
    if world.chance(0.35):
        _booking(world, lead, world.soon(start, 86400 * 4))
    if world.chance(0.12):
        visit = {"visit_id": f"V{world.number():05d}", "store_id": store, "lead_id": lead_id, "agent_id": agents[0]}
        moment = world.soon(start, 86400 * 9)
        world.send("showroom_visits", visit | {"started_at": moment, "had_test_drive": world.rng.choice([None, True, False])}, moment)
    for _ in range(world.rng.choice([0, 0, 0, 1, 2])):
        moment = world.soon(start, 86400 * 9)
        world.send("quotes", {"quote_id": f"Q{world.number():05d}", "lead_id": lead_id, "store_id": store, "presented_at": moment}, moment)
    if world.chance(0.12):
        moment = world.soon(start, 86400 * 5)
        kind = world.rng.choice(["credit_application", "credit_application", "payment_calculator"])
        flow = {"flow_id": f"F{world.number():05d}", "flow_type": kind, "store_id": store, "lead_id": lead_id, "started_at": moment}
        done = moment + timedelta(minutes=20) if world.chance(0.6) and moment + timedelta(hours=1) < world.as_of else None
        world.send("digital_retailing_flows", flow | {"submitted_at": done, "updated_at": moment + timedelta(minutes=30)}, moment)
    if world.chance(0.06):
        moment = world.soon(start, 86400 * 5)
        event = {"event_id": f"W{world.number():06d}", "occurred_at": moment, "store_id": store, "event_name": "credit_application"}
        world.send("web_events", event | {"lead_id": lead_id, "is_bot": False}, moment)


def _touch(world: World, lead: Row, moment: datetime) -> None:
    kind = world.rng.choice(["human_personalised", "human_personalised", "human_template", "automated_response", "bot", "system"])
    direction = "outbound" if kind != "human_personalised" else world.rng.choice(["outbound", "inbound"])
    touch = {
        "interaction_id": f"I{world.number():06d}",
        "lead_id": lead["lead_id"],
        "agent_id": world.rng.choice([None, "A1"]),
        "channel": world.rng.choice(["sms", "email", "chat"]),
        "direction": direction,
        "occurred_at": moment,
        "kind": kind,
        "is_two_way": world.rng.choice([None, False, True]) if kind == "human_personalised" else False,
    }
    world.send("lead_interactions", touch, moment)
    if world.chance(0.08):
        # Sent again with another story: an event's first arrival wins.
        again = touch | {"is_two_way": not touch["is_two_way"], "kind": "human_personalised"}
        world.sent.append(("lead_interactions", again, moment + timedelta(days=25)))


def _call(world: World, lead: Row | None, moment: datetime, store: str | None = None) -> None:
    outcome = world.rng.choice(["answered", "answered", "answered", "missed", "abandoned", "voicemail"])
    ring = world.rng.choice([0, 3, 5, 6, 20, 45])
    direction = "outbound" if lead and world.chance(0.15) else "inbound"
    how = world.rng.choice(["call", "call", "touch", "both"]) if lead else "none"
    call = {
        "provider": "callco",
        "call_id": f"K{world.number():06d}",
        "store_id": lead["store_id"] if lead else store,
        "started_at": moment,
        "direction": direction,
        "ring_seconds": ring,
        "talk_seconds": world.rng.choice([5, 29, 30, 200]) if outcome == "answered" else 0,
        "outcome": outcome,
        "lead_id": lead["lead_id"] if lead and how in ("call", "both") else None,
        "updated_at": moment + timedelta(minutes=10),
    }
    before = call | {"outcome": "missed", "talk_seconds": 0, "updated_at": moment + timedelta(minutes=5)}
    world.send_versions("calls", [before, call] if world.chance(0.2) else [call])
    if lead and how in ("touch", "both"):
        is_live = direction == "inbound" and outcome == "answered"
        touch = {
            "interaction_id": f"I{world.number():06d}",
            "lead_id": lead["lead_id"],
            "channel": "phone",
            "direction": direction,
            "occurred_at": moment + timedelta(seconds=ring + (world.rng.choice([0, 7]) if is_live else 0)),
            "kind": "human_personalised",
            "is_two_way": outcome == "answered",
            "call_id": call["call_id"],
        }
        world.send("lead_interactions", touch, moment)


def _booking(world: World, lead: Row, set_at: datetime) -> None:
    """A chain of one to three legs, each told by one or two versions."""
    before: str | None = None
    agent = world.rng.choice([None, *AGENTS[lead["store_id"]]])
    for leg in range(world.rng.choice([1, 1, 1, 2, 3])):
        scheduled = world.soon(set_at + timedelta(hours=1), 86400 * 6)
        if set_at > world.as_of:
            return
        past = ["shown", "shown", "no_show", "cancelled", "confirmed", "set"]
        status = world.rng.choice(["set", "confirmed", "cancelled"] if scheduled > world.as_of else past)
        row = {
            "appointment_id": f"AP{world.number():05d}",
            "lead_id": lead["lead_id"],
            "store_id": lead["store_id"],
            "agent_id": agent,
            "set_at": set_at,
            "scheduled_at": scheduled,
            "status": "set",
            "rescheduled_from_id": before,
            "updated_at": set_at,
        }
        final = row | {"status": status, "updated_at": min(scheduled + timedelta(minutes=30), world.as_of - timedelta(minutes=leg + 1))}
        final["confirmed_at"] = (
            min(set_at + timedelta(minutes=30), final["updated_at"]) if status == "confirmed" or world.chance(0.3) else None
        )
        if status == "shown":
            final["shown_at"] = scheduled
            final["test_drive_at"] = scheduled + timedelta(minutes=15) if world.chance(0.5) else None
        more = leg < 2 and world.chance(0.3) and status in ("set", "no_show", "cancelled")
        if more:
            final["status"] = "rescheduled"
        world.send_versions("appointments", [row, final] if final["updated_at"] > set_at else [row])
        if not more or final["updated_at"] <= set_at:
            return
        before, set_at = row["appointment_id"], set_at + timedelta(minutes=40)


def _deals(world: World, people: list[Person]) -> None:
    """Deals on cars that the versions call sold, and some on cars of the lists."""
    buyers = world.rng.sample(people, k=min(len(people), 30))
    for store, *_ in STORES:
        for unit in world.units.get(store, []):
            sold = [v for v in unit["versions"] if v.get("status") == "sold_not_delivered"]
            if not sold and not (unit.get("start") and world.chance(0.25)):
                continue
            if not buyers:
                return
            last = unit["versions"][-1]
            day = world.day(sold[0]["updated_at"], store) if sold else unit["start"] + timedelta(days=world.rng.randint(2, 20))
            if day > world.today(store):
                continue
            _deal(world, store, last if not sold else sold[0], day, buyers.pop(), bool(sold))


def _deal(world: World, store: str, unit: Row, day: date, person: Person, has_versions: bool) -> None:
    mine = [lead for lead in world.leads if lead["_person"] is person and lead["store_id"] == store]
    by_lead = mine and world.chance(0.4)
    signed = world.at(day, 17, store)
    world.deals.append(store)
    deal = person.contact(world, "" if by_lead else world.rng.choice(["e", "p", "ep"])) | {
        "store_id": store,
        "deal_number": f"D{sum(1 for other in world.deals if other == store):03d}",
        "stock_number": unit["stock_number"] if world.chance(0.85) else None,
        "vin": unit["vin"],
        "vehicle_class": world.rng.choice([unit["vehicle_class"], unit["vehicle_class"], None]),
        "lead_id": mine[-1]["lead_id"] if by_lead else None,
        "sale_type": world.rng.choice(["retail"] * 6 + ["lease", "wholesale", "dealer_trade", "fleet"]),
        "contract_date": day if world.chance(0.85) else None,
        "booked_date": day,
        "front_gross": Decimal(world.rng.randint(-500, 3000)),
        "back_gross": Decimal(world.rng.randint(0, 1500)),
        "status": "sold",
        "updated_at": signed,
    }
    versions = [deal | {"status": "pending", "updated_at": signed - timedelta(hours=3)}, deal]
    if world.chance(0.6):
        given = signed + timedelta(hours=world.rng.randint(1, 60))
        if given < world.as_of:
            versions.append(deal | {"status": "delivered", "delivered_at": given, "updated_at": given + timedelta(minutes=5)})
    ending = world.rng.choice(["", "", "", "", "unwound", "cancelled"] if deal["sale_type"] in ("retail", "lease") else [""])
    undone = day + timedelta(days=world.rng.randint(4, 12))
    if ending and world.at(undone, 19, store) < world.as_of:
        last = versions[-1] | {"status": ending, "updated_at": world.at(undone, 19, store)}
        if ending == "unwound":
            last["unwound_on"] = undone
        changes = [v for entity, v, _ in world.sent if entity == "inventory_units" and v["store_id"] == store]
        busy = {world.day(v["updated_at"], store) for v in changes if v["stock_number"] == unit["stock_number"]}
        own = [v for v in changes if v["stock_number"] == unit["stock_number"] and day <= world.day(v["updated_at"], store) <= undone]
        is_elsewhere = any(v["vin"] == unit["vin"] and v["stock_number"] != unit["stock_number"] for v in changes)
        is_alone = not is_elsewhere and all(v["vin"] == unit["vin"] and v["status"] in ("sold_not_delivered", "delivered") for v in own)
        if ending == "cancelled" or (has_versions and undone not in busy and is_alone):
            versions.append(last)
    world.send_versions("deals", versions)


def _ads(world: World) -> None:
    for store, (platform, account, campaign) in CAMPAIGNS.items():
        row = {"platform": platform, "account_id": account, "campaign_id": campaign, "campaign_name": "Used cars", "updated_at": UTC_MIN}
        world.send("campaigns", row, UTC_MIN, late=0)
        for offset in range(1, 25):
            day = world.today(store) - timedelta(days=offset)
            for group in ("AG1", "AG2") if platform == "google_ads" else ("-",):
                ad = {
                    "platform": platform,
                    "account_id": account,
                    "campaign_id": campaign,
                    "ad_group_id": group,
                    "performance_date": day,
                    "store_id": store,
                    "impressions": world.rng.randint(0, 4000),
                    "clicks": world.rng.randint(0, 60),
                    "cost": Decimal(world.rng.randint(0, 9000)) / 100,
                    "is_complete": False,
                    "updated_at": world.at(day, 30, store),
                }
                restated = ad | {"cost": ad["cost"] + Decimal("1.25"), "is_complete": True, "updated_at": world.at(day, 60, store)}
                world.send_versions("ad_performance", [ad, restated] if world.chance(0.4) else [ad])


def fill(world: World) -> None:
    """People and all that they and the stores do."""
    for store, agents in AGENTS.items():
        for agent in agents:
            row = {
                "agent_id": agent,
                "store_id": store,
                "agent_name": f"Agent {agent}",
                "backup_agent_id": agents[-1],
                "updated_at": UTC_MIN,
            }
            world.send("agents", row, UTC_MIN, late=0)
    people = [Person(world, n) for n in range(1, world.rng.randint(20, 45))]
    for person in people:
        moment = world.as_of - timedelta(seconds=world.rng.randint(60, 86400 * 115))
        home = world.rng.choice(STORES)[0]
        for _ in range(world.rng.choice([1, 1, 2, 3, 4])):
            store = home if world.chance(0.85) else world.rng.choice(STORES)[0]
            if moment <= world.as_of:
                _lead(world, store, person, moment, world.rng.choice(["e", "p", "ep", "ep"]), None)
            moment += timedelta(seconds=world.rng.choice(GAPS))
    for n in range(world.rng.randint(3, 8)):
        # No contact data, one session; sometimes one of the leads in it names itself. The session's name is used elsewhere too.
        store, session = STORES[(n // 4) % 3][0], f"SES{n % 4}"
        moment = world.as_of - timedelta(days=world.rng.randint(1, 40), seconds=n)
        nobody = Person(world, 900 + n)
        named = world.rng.randint(0, 3)
        for i in range(world.rng.randint(1, 3)):
            kinds = "ep" if i == named else world.rng.choice(["", "n"])
            _lead(world, store, nobody, moment + timedelta(minutes=9 * i), kinds, session)
    _desk(world)
    for _ in range(world.rng.randint(10, 40)):
        moment = world.as_of - timedelta(seconds=world.rng.randint(0, 86400 * 6))
        _call(world, None, moment, world.rng.choice(STORES)[0])
    for person in world.rng.sample(people, k=6):
        row = person.contact(world, "ep") | {"customer_id": f"CU{person.number}", "store_id": world.rng.choice(STORES)[0]}
        world.send("customers", row | {"updated_at": world.as_of - timedelta(days=50)}, world.as_of - timedelta(days=50))
    _deals(world, people)
    _ads(world)
    gone = Person(world, 990)
    moment = world.as_of - timedelta(days=4)
    row = gone.contact(world, "e") | {"lead_id": "LX1", "store_id": "S9", "inquiry_at": moment, "lead_origin": "form", "updated_at": moment}
    world.send("leads", row | {"lead_type": "general", "source_code": "website"}, moment)


def _desk(world: World) -> None:
    """One e-mail that stands beside 9 to 13 names: identifying up to 10."""
    names = world.rng.randint(9, 13)
    for n in range(names):
        clerk = Person(world, 950 + n)
        clerk.emails = ["desk@example.com"]
        moment = world.as_of - timedelta(days=world.rng.randint(1, 20), seconds=n)
        row = clerk.contact(world, world.rng.choice(["e", "ep"])) | {"lead_id": f"LD{n}", "store_id": "S1", "lead_origin": "form"}
        row |= {
            "inquiry_at": moment,
            "lead_type": "general",
            "source_code": "website",
            "updated_at": moment,
            "vin": vin(world.first_number + n) if n % 2 else None,
        }
        if n % 2:
            row |= {"make": "Ford", "model": "Escape"}
        world.send("leads", row, moment)
