"""One store at work: who is on duty, what stands on the lot, and its counters."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ingestion.sandbox.clock import StoreClock
from ingestion.sandbox.places import Place
from ingestion.sandbox.stock import Lot
from ingestion.sandbox.unit import GONE, Unit

if TYPE_CHECKING:
    from ingestion.sandbox.marketing import Campaign
    from ingestion.sandbox.world import World


@dataclass
class Agent:
    """A member of staff. `manager` and `backup` are agent ids."""

    agent_id: str
    name: str
    role: str
    team: str
    manager: str | None = None
    backup: str | None = None
    active_from: date | None = None
    active_to: date | None = None
    skill: float = 1.0


class Store:
    """The moving parts of a store. `shifts` are those of today: (agent, start, end)."""

    def __init__(self, place: Place, world: "World") -> None:
        self.place = place
        self.store_id = place.store_id
        self.clock = StoreClock(place.timezone, place.is_open_sunday)
        self.agents: list[Agent] = []
        self.shifts: list[tuple[Agent, int, int]] = []
        # Units on hand, on their way or just gone; those gone for good are only remembered by their number.
        self.units: dict[str, Unit] = {}
        self.stock_numbers: set[str] = set()
        numbers = world.crowd.reserve(place.area_codes, 12)
        self.main_number, self.tracking_numbers = numbers[0], numbers[1:]
        self._numbers_given: dict[tuple[str, str | None], int] = {}
        self._turn = 0
        # The stock numbers of the last list the snapshot feed sent, and since when.
        self.last_list: set[str] = set()
        self.last_list_at = 0
        self.campaigns: tuple[Campaign, ...] = ()
        # (campaign, ad group, day) → what the day will have cost, in dollars, and its clicks and impressions.
        self.ad_days: dict[tuple[str, str, date], tuple[float, int, int]] = {}
        self.lot = Lot(world, self)

    def tracking_number(self, source: str | None, campaign_id: str | None) -> str:
        """The number a source or campaign advertises (the first who asks gets the first); calls that no ad brought use the last."""
        if source is None:
            return self.tracking_numbers[-1]
        place = self._numbers_given.setdefault((source, campaign_id), len(self._numbers_given))
        return self.tracking_numbers[min(place, len(self.tracking_numbers) - 2)]

    def on_duty(self, at: int, roles: tuple[str, ...]) -> list[Agent]:
        return [a for a, starts, ends in self.shifts if a.role in roles and starts <= at < ends]

    def next_agent(self, at: int, roles: tuple[str, ...]) -> Agent:
        """Round robin over those on duty, else over all of that role who still work here."""
        day = self.clock.day(at)
        candidates = self.on_duty(at, roles) or [a for a in self.agents if a.role in roles and (a.active_to is None or a.active_to >= day)]
        self._turn += 1
        return candidates[self._turn % len(candidates)]

    def manager_on_duty(self) -> Agent:
        return next(a for a in self.agents if a.role == "sales_manager")

    def forget_the_gone(self, before: int) -> None:
        """Drop the units that left the stock before an instant (by then no deal comes back), so that a long world stays quick."""
        self.units = {n: u for n, u in self.units.items() if u.changed_at >= before or u.status not in GONE}

    def on_lot(self, vehicle_class: str | None = None) -> list[Unit]:
        """Units a customer can be shown: in stock, not on hold, of a class (`new`, or `used` with certified and demo)."""
        return [u for u in self.units.values() if u.is_for_sale and (vehicle_class is None or u.mart_class == vehicle_class)]
