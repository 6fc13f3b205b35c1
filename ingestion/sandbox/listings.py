"""Where a unit is shown: the website and the marketplaces, each with its own delay after the DMS."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from ingestion.sandbox.clock import HOUR

if TYPE_CHECKING:
    from ingestion.sandbox.chance import Chance
    from ingestion.sandbox.store import Store
    from ingestion.sandbox.unit import Unit
    from ingestion.sandbox.world import World

# Channel: median minutes until a change of price or status is seen there.
_DELAY = {"website": 18, "google_vla": 190, "cars_com": 260, "autotrader": 420, "facebook_marketplace": 700}
_CHANNELS = {"new": ("website", "google_vla", "cars_com"), "used": tuple(_DELAY)}


class Listing:
    """A unit's presence on its channels. Photos and comments are one shoot for all of them."""

    def __init__(self, world: "World", unit: "Unit", chance: "Chance") -> None:
        self.world, self.unit, self.chance = world, unit, chance
        self.channels = _CHANNELS[unit.mart_class]
        self.photo_count = 0
        self.has_comments = False
        self.has_sticker = unit.mart_class == "new" or chance.hit(0.5)
        self.has_spin = False
        self.shown: dict[str, str] = {}

    @property
    def is_on_website(self) -> bool:
        return self.shown.get("website") == "live"

    def _show(self, channel: str, status: str) -> None:
        if status == "live" and not self.unit.is_in_stock:
            return
        if status == "removed" and self.shown.get(channel) != "live":
            return
        self.shown[channel] = status
        u, now = self.unit, self.world.now
        row = {
            "store_id": u.store.store_id, "vin": u.vin, "stock_number": u.stock_number, "channel": channel, "observed_at": now,
            "status": status, "displayed_price": u.asking_price, "url": f"https://{channel.replace('_', '-')}.example.com/{u.vin}",
            "photo_count": self.photo_count, "has_comments": self.has_comments, "has_price": u.asking_price is not None,
            "has_window_sticker": self.has_sticker, "has_spin": self.has_spin,
        }  # fmt: skip
        self.world.log.add("listings", now, u.store.store_id, row)

    def _everywhere(self, status: str, is_change: bool) -> None:
        """The change reaches the channels one by one; one in forty never does by itself, and is put right two days later."""
        for channel in self.channels:
            if is_change and self.shown.get(channel) != "live":
                continue
            delay = self.chance.minutes(_DELAY[channel], 0.7) + (48 * HOUR if self.chance.hit(0.025) else 0)
            self.world.at(self.world.now + delay, partial(self._show, channel, status))

    def publish(self, is_shot: bool = False) -> None:
        """Ready for the lot: shown everywhere, mostly with photos; else those and the comments follow."""
        c = self.chance
        if is_shot or self.photo_count or c.hit(0.62):
            self.photo_count = self.photo_count or (c.randrange(20, 38) if c.hit(0.85) else c.randrange(6, 20))
            self.has_comments = self.has_comments or c.hit(0.75)
            self.has_spin = self.has_spin or c.hit(0.45)
        else:
            self.world.at(self.world.now + c.minutes(60 * 20, 0.7), self._shoot)
        if not self.has_comments:
            self.world.at(self.world.now + c.minutes(60 * 26, 0.7), self._describe)
        self._everywhere("live", is_change=False)

    def _shoot(self) -> None:
        if self.unit.is_in_stock:
            self.photo_count = self.chance.randrange(20, 38)
            self.has_spin = self.chance.hit(0.45)
            self._everywhere("live", is_change=True)

    def _describe(self) -> None:
        if self.unit.is_in_stock and self.chance.hit(0.9):
            self.has_comments = True
            self._everywhere("live", is_change=True)

    def reprice(self) -> None:
        self._everywhere("live", is_change=True)

    def remove(self) -> None:
        self._everywhere("removed", is_change=True)


def start(world: "World", store: "Store") -> None:
    """Give each unit that comes a listing (nothing is shown before the unit is ready)."""
    chance = world.chance(f"listings:{store.store_id}")

    def look(_: date) -> None:
        for unit in store.units.values():
            if unit.listing is None and unit.is_in_stock:
                unit.listing = Listing(world, unit, chance)
                # One used unit in two is shown as "coming soon" while the shop still works on it.
                if unit.status == "in_stock" or (unit.status == "recon" and chance.hit(0.5)):
                    unit.listing.publish(is_shot=world.now - (unit.arrived_at or 0) > 48 * HOUR)

    for hour in (6, 12, 18):
        world.each_day(store, hour, 5, look)
