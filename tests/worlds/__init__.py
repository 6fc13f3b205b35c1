"""Random dealer groups, hostile on purpose and the same for the same seed, written as canonical drops."""

from __future__ import annotations

import random
from datetime import datetime

from . import shoppers, stock
from .base import CLOCKS, STORES, UTC_MIN, Row, World
from .writing import File, files, write

__all__ = ["File", "World", "files", "make", "write"]

# What a second group in the same home must call otherwise.
NAMED = (
    *("store_id", "group_id", "lead_id", "agent_id", "owner_agent_id", "backup_agent_id", "customer_id", "comp_id", "event_id"),
    *("call_id", "interaction_id", "assignment_id", "appointment_id", "rescheduled_from_id", "visit_id", "quote_id", "flow_id"),
    *("campaign_id", "account_id"),
)


def make(seed: int, groups: int = 1, as_of: str | None = None) -> World:
    """`groups` dealer groups of three stores in one home, and all that happened there before the world's as_of – and a little after.

    A run costs far more than a group, so that a home holds several; their names begin with the group's number. The clock is drawn too,
    unless one is given.
    """
    rng = random.Random(seed)
    clock = rng.choice(CLOCKS)
    world = World(seed, rng, datetime.fromisoformat(as_of or clock))
    for number in range(groups):
        part = _group(World(seed, random.Random(f"{seed}/{number}"), world.as_of, numbers=number * 20000))
        world.sent += [(entity, _renamed(row, number), moment) for entity, row, moment in part.sent]
        world.leads += [_renamed(lead, number) for lead in part.leads]
    return world


def _group(world: World) -> World:
    for store_id, zone, group, dma, _ in STORES:
        row = {"store_id": store_id, "store_name": f"Store {store_id}", "timezone": zone, "group_id": group, "dma": dma}
        world.send("stores", row | {"updated_at": UTC_MIN}, UTC_MIN, late=0)
        for weekday in range(1, 8):
            hours = {"store_id": store_id, "weekday": weekday, "opens_at": "09:00", "closes_at": "20:00"}
            world.send("store_hours", hours, UTC_MIN, late=0)
    stock.fill(world)
    shoppers.fill(world)
    return world


def _renamed(row: Row, number: int) -> Row:
    """The row as the group's own: ids with its number, its own mail domain and area code. Two groups share stock and deal numbers."""
    named = row | {column: f"{number}{row[column]}" for column in NAMED if row.get(column)}
    if row.get("email"):
        named["email"] = row["email"].replace("@example.com", f"@{number}.example.com").replace("@EXAMPLE.COM", f"@{number}.EXAMPLE.COM")
    if row.get("phone"):
        named["phone"] = row["phone"].replace("734", f"{300 + number}", 1)
    return named
