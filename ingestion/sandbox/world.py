"""The simulated dealer group: a clock that runs from the first day to `as_of` and does, in order, what was planned."""

import heapq
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from ingestion.sandbox import calls, demand, listings, market, marketing, staff, stock, web
from ingestion.sandbox.chance import Chance
from ingestion.sandbox.clock import utc
from ingestion.sandbox.log import Log, Row
from ingestion.sandbox.people import Crowd
from ingestion.sandbox.places import GROUP_ID, GROUP_NAME, PLACES, SIZES, dealer_codes
from ingestion.sandbox.store import Store

if TYPE_CHECKING:
    from ingestion.sandbox.deals import Deal
    from ingestion.sandbox.journey import Journey


class World:
    """Everything there is. Nothing happens after `as_of`: what is planned for later is simply never reached."""

    def __init__(self, size: str, seed: int, as_of: int) -> None:
        self.size, self.seed, self.as_of = SIZES[size], seed, as_of
        self.log = Log()
        self.crowd = Crowd(self.chance("people"))
        self.journeys: list[Journey] = []
        self.deals: list[Deal] = []
        self.bookings: list[Row] = []
        self.now = 0
        self._plan: list[tuple[int, int, Callable[[], object]]] = []
        self._planned = 0
        self.first_day = utc(as_of).date() - timedelta(days=self.size.days)
        self.stores = [Store(place, self) for place in PLACES[: self.size.stores]]
        self.year_at_end = utc(as_of).year

    def chance(self, part: str) -> Chance:
        """The stream of random numbers of one part of the world."""
        return Chance(f"{self.seed}:{part}")

    def at(self, when: int, action: Callable[[], object]) -> None:
        """Plan an action for an instant (at once, if it is past). Actions of one instant run in the order in which they were planned."""
        when = max(when, self.now)
        if when <= self.as_of:
            self._planned += 1
            heapq.heappush(self._plan, (when, self._planned, action))

    def each_day(self, store: Store, hour: int, minute: int, action: Callable[[date], None]) -> None:
        """Plan an action for each day of the world at a local time of the store."""
        last = store.clock.day(self.as_of)
        day = self.first_day
        while day <= last:
            self.at(store.clock.at(day, hour, minute), partial(action, day))
            day += timedelta(days=1)

    def run(self) -> None:
        """Let it happen."""
        for store in self.stores:
            self._found(store)
            staff.start(self, store)
            stock.start(self, store)
            listings.start(self, store)
            market.start(self, store)
            marketing.start(self, store)
            demand.start(self, store)
            calls.start(self, store)
            web.start(self, store)
        while self._plan:
            self.now, _, action = heapq.heappop(self._plan)
            action()
        self.now = self.as_of

    def _found(self, store: Store) -> None:
        """The store itself, as the group's register knew it when the world began."""
        place, opened = store.place, store.clock.at(self.first_day, 5)
        codes = "|".join(f"{system}:{code}" for system, code in dealer_codes(place).items())
        row = {
            "store_id": place.store_id, "store_name": place.name, "timezone": place.timezone, "group_id": GROUP_ID,
            "group_name": GROUP_NAME, "brands": "|".join(place.brands), "dma": place.dma, "currency": "USD", "org_type": place.org_type,
            "dealer_codes": codes, "updated_at": opened,
        }  # fmt: skip
        self.log.add("stores", opened, place.store_id, row)
        for weekday in range(1, 8):
            hours = store.clock.weekday_hours(weekday)
            if hours:
                line = {"store_id": place.store_id, "weekday": weekday, "opens_at": f"{hours[0]:02d}:00", "closes_at": f"{hours[1]:02d}:00"}
                self.log.add("store_hours", opened, place.store_id, line)
        last = store.clock.day(self.as_of)
        for n in range((last - self.first_day).days + 1):
            day = self.first_day + timedelta(days=n)
            if store.clock.is_closed_all_day(day):
                closure = {"store_id": place.store_id, "closed_on": day, "reason": "holiday"}
                self.log.add("store_closures", store.clock.at(day, 0), place.store_id, closure)
