"""mart_days_supply and its rollup, mart_inventory_aging, mart_turn, fct_inventory_daily."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from .entities import Known
from .inventory import DAY, Day, Stock
from .parameters import UNDECIDED
from .reading import Row
from .sales import is_sale_on, marts_class

Table = list[dict[str, Any]]


class Name(str):
    """A make, model or trim: "white space trimmed …; compared without case". The spelling shown is the first one met."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and self.lower() == other.lower()

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __lt__(self, other: str) -> bool:
        return self.lower() < other.lower()

    def __hash__(self) -> int:
        return hash(self.lower())


def label(text: str | None) -> Name:
    """ "make/model/trim `unknown`" where nothing is known."""
    return Name((text or "").strip() or "unknown")


def unit_key(day: Day) -> tuple[str, str, str, str]:
    row = day.row
    return (marts_class(row["vehicle_class"]) or "unknown", *(label(row[c]) for c in ("make", "model", "trim")))  # type: ignore[return-value]


def deal_key(deal: Row) -> tuple[str, str, str, str]:
    return (deal["_class"], *(label(deal[f"_{c}"]) for c in ("make", "model", "trim")))  # type: ignore[return-value]


def fct_inventory_daily(stock: Stock) -> Table:
    """ "one row per unit and day in stock" """
    return [
        {
            "store_id": d.store_id,
            "stock_number": d.row["stock_number"] or UNDECIDED,
            "vin": d.row["vin"],
            "stock_date": d.day,
            "status": d.row["status"],
            "is_carried": UNDECIDED if d.is_carried is None else d.is_carried,
        }
        for days in stock.daily.values()
        for d in days
    ]


def sold_in_window(known: Known, deals: list[Row], store: str, day: date) -> list[Row]:
    """ "retail_sold counts contract dates in [as_of_date − window_days, as_of_date − 1]" and what was unwound by that day is none."""
    start = day - timedelta(days=known.parameters.window_days)
    return [d for d in deals if d["store_id"] == store and start <= d["_date"] < day and is_sale_on(d, day)]


def _supply(known: Known, units: int, available: int, sold: int, vehicle_class: str | None) -> dict[str, Any]:
    """ "days_supply = units_in_stock ÷ (retail_sold ÷ window_days), null with has_no_sales where nothing sold; 0 where nothing in
    stock." "`no_sales` where stock > 0 and nothing sold; no stock = `under`." """
    window = known.parameters.window_days
    supply = Fraction(units * window, sold) if sold else None
    low, high = known.parameters.supply_limits.get(vehicle_class or "", (None, None))
    if not units:
        status = "under"
    elif supply is None:
        status = "no_sales"
    elif low is None or high is None:
        status = UNDECIDED
    else:
        status = "under" if supply < low else "over" if supply > high else "balanced"
    return {
        "units_in_stock": units,
        "units_available": available,
        "retail_sold": sold,
        "window_days": window,
        "avg_daily_retail_sales": float(Fraction(sold, window)),
        "days_supply": None if supply is None else float(supply),
        "has_no_sales": not sold,
        "status": status,
    }


def mart_days_supply(known: Known, stock: Stock, deals: list[Row]) -> tuple[Table, Table]:
    """The mart over every day since the store's stock is known, and its rollup "recomputed (not summed)"."""
    mart: Table = []
    rollup: dict[tuple[Any, ...], Counter[str]] = {}
    for store in known.stores:
        first = stock.first_day(store)
        day = first or known.as_of_date(store)
        while day <= known.as_of_date(store):
            counts: dict[tuple[str, str, str, str], Counter[str]] = {}
            for unit in stock.on(store, day):
                counts.setdefault(unit_key(unit), Counter()).update(units=1, available=int(unit.is_available))
            for deal in sold_in_window(known, deals, store, day):
                counts.setdefault(deal_key(deal), Counter()).update(sold=1)
            for key, count in counts.items():
                vehicle_class, make, model, trim = key
                names = {"store_id": store, "as_of_date": day, "vehicle_class": vehicle_class, "make": make, "model": model, "trim": trim}
                mart.append(names | _supply(known, count["units"], count["available"], count["sold"], vehicle_class))
                group = known.store(store).get("group_id")
                for level in (
                    ("store_class", None, store, day, vehicle_class, None, None),
                    ("store_make_model", None, store, day, None, make, model),
                    ("group_class", group, None, day, vehicle_class, None, None),
                ):
                    rollup.setdefault(level, Counter()).update(count)
            day += DAY
    columns = ("level", "group_id", "store_id", "as_of_date", "vehicle_class", "make", "model")
    rolled = [
        dict(zip(columns, key, strict=True)) | _supply(known, n["units"], n["available"], n["sold"], key[4]) for key, n in rollup.items()
    ]
    return mart, rolled


def bucket(days: int) -> str:
    """ "Buckets: `0-15`, `16-30`, `31-45`, `46-60`, `60+` (61 and more)." """
    return "0-15" if days <= 15 else "16-30" if days <= 30 else "31-45" if days <= 45 else "46-60" if days <= 60 else "60+"


def mart_inventory_aging(known: Known, stock: Stock) -> Table:
    """As of today; "no rows of zeros"; "aged_units (days > 45)"."""
    counts: dict[tuple[Any, ...], Counter[str]] = {}
    for store in known.stores:
        today = known.as_of_date(store)
        for unit in stock.on(store, today):
            vehicle_class, make, model, _ = unit_key(unit)
            key = (store, today, vehicle_class, make, model, bucket(unit.days_in_stock))
            aged = int(unit.days_in_stock > known.parameters.aged_days)
            counts.setdefault(key, Counter()).update(units=1, total_days_in_stock=unit.days_in_stock, aged_units=aged)
    columns = ("store_id", "as_of_date", "vehicle_class", "make", "model", "bucket")
    return [
        dict(zip(columns, key, strict=True)) | {c: n[c] for c in ("units", "total_days_in_stock", "aged_units")}
        for key, n in counts.items()
    ]


def mart_turn(known: Known, stock: Stock, deals: list[Row]) -> Table:
    """ "store_id, month date, vehicle_class, retail_sold, average_stock (mean of daily closing stock), turn, turn_annualised,
    days_observed"; "a month's average over the days with a close; class of a sale = the deal's, else its unit's" """
    mart: Table = []
    for store in known.stores:
        today, first = known.as_of_date(store), stock.first_day(store)
        closes: dict[tuple[date, str], int] = Counter()
        for unit in stock.daily[store]:
            closes[unit.day.replace(day=1), unit_key(unit)[0]] += 1
        sold: dict[tuple[date, str], int] = Counter()
        for deal in deals:
            if deal["store_id"] == store and is_sale_on(deal, today):
                sold[deal["_date"].replace(day=1), deal["_class"]] += 1
        for month, vehicle_class in sorted({*closes, *sold}):
            last = min(month.replace(day=monthrange(month.year, month.month)[1]), today)
            observed = max((last - max(first, month)).days + 1, 0) if first else 0
            average = Fraction(closes.get((month, vehicle_class), 0), observed) if observed else None
            turn = Fraction(sold.get((month, vehicle_class), 0)) / average if average else None
            mart.append(
                {
                    "store_id": store,
                    "month": month,
                    "vehicle_class": vehicle_class,
                    "retail_sold": sold.get((month, vehicle_class), 0),
                    "average_stock": None if average is None else float(average),
                    "turn": None if turn is None else float(turn),
                    "turn_annualised": None if turn is None else float(turn * 365 / observed),
                    "days_observed": observed,
                }
            )
    return mart
