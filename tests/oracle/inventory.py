"""What stands on the lot, day by day (marts_contract rules 2, 3 and 4; input_contract: units, lists, episodes, drop guard)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from .entities import Known, to_utc
from .parameters import FINAL, IN_STOCK, RETAIL, UNDECIDED
from .reading import Row

Unit = tuple[str, str]  # store_id, stock number (a list's row without one: its VIN)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class StockList:
    """One complete list of a store's stock."""

    snapshot_at: datetime
    day: date
    rows: dict[str, Row]


@dataclass
class Day:
    """A unit at the end of one local day (today: at as_of)."""

    store_id: str
    stock_number: str
    day: date
    row: Row
    first_seen_on: date
    is_carried: bool | None

    @property
    def is_available(self) -> bool:
        """ "`available` = in_stock or recon status, not on hold and not pending_sale." """
        return self.row["status"] in ("in_stock", "recon") and not self.row["is_on_hold"]

    @property
    def days_in_stock(self) -> int:
        """ "Aging start = acquired_on, else wholesaled_on where acquisition_type is auction or dealer_trade_in, else the local date
        of the unit's first version or list. days_in_stock = local as_of date − start, never negative." """
        bought = self.row["wholesaled_on"] if self.row["acquisition_type"] in ("auction", "dealer_trade_in") else None
        return max((self.day - (self.row["acquired_on"] or bought or self.first_seen_on)).days, 0)


class Stock:
    """The units of all stores, from versions and from lists."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.versions: dict[Unit, list[Row]] = {}
        for row in sorted(known.versions["inventory_units"], key=lambda r: r["updated_at"]):
            self.versions.setdefault((row["store_id"], row["stock_number"]), []).append(row)
        self._give_back()
        self.all_lists = self._lists()
        self.held: list[tuple[str, datetime]] = []
        self.lists = {store: self._believed(store, lists) for store, lists in self.all_lists.items()}
        self.daily = {store: list(self._days(store)) for store in known.stores}
        self.by_day: dict[tuple[str, date], list[Day]] = {}
        for days in self.daily.values():
            for unit_day in days:
                self.by_day.setdefault((unit_day.store_id, unit_day.day), []).append(unit_day)

    # ---- versions -----------------------------------------------------------------------------------------------------------

    def _give_back(self) -> None:
        """ "An unwound deal gives its unit back to stock (in_stock) from unwound_on, unless an inventory row newer than that says
        otherwise." The deal becomes a version at the local midnight that begins unwound_on."""
        for deal in self.known.rows["deals"]:
            day, store = deal["unwound_on"], deal["store_id"]
            was_sale = deal["sale_type"] in RETAIL and deal["status"] not in ("pending", "cancelled")
            if not day or not was_sale or day > self.known.as_of_date(store):
                continue
            moment = to_utc(datetime.combine(day, time()), self.known.zone(store))
            by_stock = (store, deal["stock_number"])
            by_vin = [unit for unit, rows in self.versions.items() if unit[0] == store and rows[-1]["vin"] == deal["vin"] is not None]
            for unit in [by_stock] if by_stock in self.versions else by_vin[:1]:
                before = [row for row in self.versions[unit] if row["updated_at"] < moment]
                if before:
                    back = before[-1] | {"status": "in_stock", "updated_at": moment}
                    self.versions[unit] = sorted([*self.versions[unit], back], key=lambda r: r["updated_at"])

    def version_on(self, unit: Unit, day: date) -> tuple[Row, date] | None:
        """The version in force at the end of a local day, and the day on which its episode began.

        "Episode of a unit: a new stock number, a new VIN under the same stock number, or a new acquired_on after a final status;
        back in stock after a final status under the same stock number and VIN without a new acquired_on is a correction."
        """
        end = self.known.day_end(day, unit[0])
        found, began = None, None
        for row in self.versions[unit]:
            if row["updated_at"] >= end:
                break
            if found is None or self._is_new(found, row):
                began = self.known.local_date(row["updated_at"], unit[0])
            found = row
        return (found, began) if found is not None and began is not None else None

    @staticmethod
    def _is_new(before: Row, row: Row) -> bool:
        other_vin = bool(before["vin"] and row["vin"] and before["vin"] != row["vin"])
        again = before["status"] in FINAL and row["acquired_on"] and row["acquired_on"] != before["acquired_on"]
        return bool(other_vin or again)

    # ---- lists --------------------------------------------------------------------------------------------------------------

    def _lists(self) -> dict[str, list[StockList]]:
        """ "A full list of the store's stock at that moment." Status and class of a row without one: it is on the lot."""
        found: dict[str, dict[datetime, dict[str, Row]]] = {}
        for row in sorted(self.known.rows["inventory_snapshots"], key=lambda r: r["_arrival"]):
            name = row["stock_number"] or row["vin"]
            moment = found.setdefault(row["store_id"], {}).setdefault(row["snapshot_at"], {})
            moment.setdefault(name, row | {"status": row["status"] or "in_stock"})
        return {
            store: [StockList(at, self.known.local_date(at, store), rows) for at, rows in sorted(moments.items())]
            for store, moments in found.items()
        }

    def _believed(self, store: str, lists: list[StockList]) -> list[StockList]:
        """ "a list that loses more than 40 % of the rows of the store's last believed one is held back (stores under 20 rows
        exempt); if the store's next list is within 40 % of the held one's size, the drop is believed from the held one on; if it
        fits the last believed one, or neither, the held one is never believed." """
        percent = self.known.parameters.guard_percent
        believed: list[StockList] = []
        held: StockList | None = None
        for a_list in lists:
            size = len(a_list.rows)
            if held is not None:
                if 100 * abs(size - len(held.rows)) <= percent * len(held.rows):
                    believed += [held]
                else:
                    self.held.append((store, held.snapshot_at))
                held = None
            last = len(believed[-1].rows) if believed else 0
            if last >= self.known.parameters.guard_minimum_rows and 100 * (last - size) > percent * last:
                held = a_list
            else:
                believed.append(a_list)
        if held is not None:
            self.held.append((store, held.snapshot_at))
        return believed

    def _episode_start(self, store: str, name: str, last: StockList) -> date:
        """The first list of the episode that the list belongs to: "a unit that vanishes from a feed and is back within 14 days …
        goes on in its episode"."""
        start: date | None = None
        seen: Row | None = None
        gone_on: date | None = None
        for a_list in self.lists[store]:
            if a_list.snapshot_at > last.snapshot_at:
                break
            row = a_list.rows.get(name)
            if row is None:
                gone_on = gone_on or a_list.day
                continue
            away = (a_list.day - gone_on).days if gone_on else 0
            if start is None or seen is None or away > self.known.parameters.flicker_days or self._is_new(seen, row):
                start = a_list.day
            seen, gone_on = row, None
        assert start is not None
        return start

    # ---- days ---------------------------------------------------------------------------------------------------------------

    def _days(self, store: str) -> Iterator[Day]:
        """One Day per unit and local day in stock. "Daily history starts with a unit's first version or list, not at acquired_on,
        and includes the as_of date." "It is in stock until the day before the first believed list without it; days without a list
        are carried." "inventory_units rules for the stock numbers it knows; snapshots add the rest." """
        own = [unit for unit in self.versions if unit[0] == store]
        lists = self.lists.get(store, [])
        starts = [self.known.local_date(self.versions[unit][0]["updated_at"], store) for unit in own] + [x.day for x in lists[:1]]
        day = min(starts, default=self.known.as_of_date(store) + DAY)
        starts_cache: dict[tuple[str, datetime], date] = {}
        while day <= self.known.as_of_date(store):
            for unit in own:
                state = self.version_on(unit, day)
                if state and state[0]["status"] in IN_STOCK:
                    yield Day(store, unit[1], day, state[0], state[1], is_carried=None)
            current = [x for x in lists if x.day <= day][-1:]
            # A day on which the store sent a list that is not believed: the contract does not say whether the day counts as carried.
            is_told = any(x.day == day for x in self.all_lists.get(store, []))
            for name, row in current[0].rows.items() if current else []:
                if (store, name) not in self.versions and row["status"] in IN_STOCK:
                    mark = (name, current[0].snapshot_at)
                    if mark not in starts_cache:
                        starts_cache[mark] = self._episode_start(store, name, current[0])
                    is_carried = current[0].day < day
                    yield Day(store, name, day, row, starts_cache[mark], is_carried=None if is_carried and is_told else is_carried)
            day += DAY

    def first_day(self, store: str) -> date | None:
        """The first local day of which the store's stock is known."""
        own = [self.known.local_date(rows[0]["updated_at"], store) for unit, rows in self.versions.items() if unit[0] == store]
        return min(own + [x.day for x in self.lists.get(store, [])[:1]], default=None)

    def on(self, store: str, day: date) -> list[Day]:
        return self.by_day.get((store, day), [])

    # ---- units of deals -----------------------------------------------------------------------------------------------------

    def unit_of(self, store: str, stock_number: str | None, vin: str | None, day: date) -> Row | None:
        """A unit's row "by stock number, else by VIN": the car of that VIN under the stock number first, as last known, else the
        one that stood there on the day."""
        rows = self._rows_of(store)
        by_stock = [row for name, row in rows if stock_number and name == stock_number]
        same_car = [row for row in by_stock if not vin or not row["vin"] or row["vin"] == vin]
        there = [row for row in same_car or by_stock if row["_on"] <= day]
        by_vin = [row for _, row in rows if vin and row["vin"] == vin]
        if vin and not by_stock and not by_vin:
            # The same VIN in another store's stock is the same car.
            by_vin = [r for s in self.known.stores if s != store for _, r in self._rows_of(s) if r["vin"] == vin]
        return (([same_car[-1]] if same_car and vin else there[-1:]) or by_stock[:1] or by_vin[-1:] or [None])[0]

    def _rows_of(self, store: str) -> list[tuple[str, Row]]:
        found: list[tuple[str, Row]] = []
        for unit, rows in self.versions.items():
            if unit[0] == store:
                found += [(unit[1], row | {"_on": self.known.local_date(row["updated_at"], store)}) for row in rows]
        for a_list in self.lists.get(store, []):
            found += [(name, row | {"_on": a_list.day}) for name, row in a_list.rows.items() if (store, name) not in self.versions]
        return found

    def episodes(self) -> list[dict[str, Any]]:
        """The last episode of each unit of a list, as dims.dim_inventory_units tells it: "first_seen_on and last_seen_on are local
        dates of lists; gone_on is the date of the store's first complete list without the unit"."""
        found = []
        for store, lists in self.lists.items():
            names = {name for a_list in lists for name in a_list.rows if (store, name) not in self.versions}
            # "`gone` is a unit that left without a deal or a status that says how."
            sold = {deal["stock_number"] for deal in self.known.rows["deals"] if deal["store_id"] == store}
            sold |= {n for x in lists for n, r in x.rows.items() if r["vin"] in {d["vin"] for d in self.known.rows["deals"]}}
            for name in sorted(n for n in names if any(x.rows[n]["stock_number"] for x in lists if n in x.rows)):
                holding = [x for x in lists if name in x.rows]
                later = [x for x in lists if x.snapshot_at > holding[-1].snapshot_at]
                row = holding[-1].rows[name]
                found.append(
                    {
                        "store_id": store,
                        "stock_number": name,
                        "vin": row["vin"],
                        "first_seen_on": self._episode_start(store, name, holding[-1]),
                        "last_seen_on": holding[-1].day,
                        "gone_on": later[0].day if later else None,
                        "status": (UNDECIDED if name in sold else "gone") if later else row["status"],
                        "is_current": True,
                    }
                )
        return found
