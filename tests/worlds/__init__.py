"""Random dealer groups, hostile on purpose and the same for the same seed, written as canonical drops."""

from __future__ import annotations

import random
from datetime import datetime

from . import shoppers, stock
from .base import CLOCKS, STORES, UTC_MIN, World
from .writing import File, files, write

__all__ = ["File", "World", "files", "make", "write"]


def make(seed: int) -> World:
    """Three stores in three time zones and all that happened there before the world's as_of – and a little after it."""
    rng = random.Random(seed)
    world = World(seed, rng, datetime.fromisoformat(rng.choice(CLOCKS)))
    for store_id, zone, group, dma, _ in STORES:
        row = {"store_id": store_id, "store_name": f"Store {store_id}", "timezone": zone, "group_id": group, "dma": dma}
        world.send("stores", row | {"updated_at": UTC_MIN}, UTC_MIN, late=0)
        for weekday in range(1, 8):
            hours = {"store_id": store_id, "weekday": weekday, "opens_at": "09:00", "closes_at": "20:00"}
            world.send("store_hours", hours, UTC_MIN, late=0)
    stock.fill(world)
    shoppers.fill(world)
    return world
