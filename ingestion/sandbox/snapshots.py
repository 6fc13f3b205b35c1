"""The daily stock list of a store whose DMS sends whole lists instead of changes."""

from datetime import date
from typing import TYPE_CHECKING

from ingestion.sandbox.clock import DAY

if TYPE_CHECKING:
    from ingestion.sandbox.store import Store
    from ingestion.sandbox.world import World

LIST_HOUR = 6
_LISTED = frozenset({"in_stock", "recon", "hold", "pending_sale", "wholesale_lane"})


def start(world: "World", store: "Store") -> None:
    """Send a list each morning, but for two days on which the feed was down, and cut one list short (the drop guard holds it back)."""
    last = store.clock.day(world.as_of)
    down = {last.toordinal() - 37, last.toordinal() - 36}
    short = last.toordinal() - 16

    def send(day: date) -> None:
        units = [u for u in store.units.values() if u.status in _LISTED]
        if day.toordinal() in down:
            return
        if day.toordinal() == short:
            units = units[: len(units) // 4]
        else:
            store.last_list = {u.stock_number for u in units if u.is_in_stock}
            store.last_list_at = world.now
        for unit in units:
            world.log.add("inventory_snapshots", world.now, store.store_id, {"snapshot_at": world.now} | unit.row())

    world.each_day(store, LIST_HOUR, 0, send)


def is_frozen(world: "World", store: "Store") -> bool:
    """Whether what leaves the lot now would still be on the store's last list (see truth.py)."""
    if not store.place.has_snapshot_feed:
        return False
    tomorrow = store.clock.at(store.clock.day(world.now + DAY), LIST_HOUR)
    return tomorrow > world.as_of
