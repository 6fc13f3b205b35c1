"""mart_price_to_market: comps, rank, peers and drift, for every unit and day in stock."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .entities import Known
from .inventory import Day, Stock
from .parameters import UNDECIDED
from .reading import Row
from .sales import marts_class
from .stock_marts import label, unit_key

Table = list[dict[str, Any]]


def percentile(values: list[Any], share: Fraction) -> Fraction | None:
    """ "Percentiles are exact, by linear interpolation": position share × (n − 1), counted from 0."""
    ordered = sorted(Fraction(value) for value in values)
    if not ordered:
        return None
    position = share * (len(ordered) - 1)
    low = int(position)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (position - low) * (ordered[high] - ordered[low])


def same_text(a: str | None, b: str | None) -> bool:
    """ "white space trimmed …; compared without case" """
    return label(a) == label(b)


class Market:
    """Comps and views, as they stood on a local day."""

    def __init__(self, known: Known, stock: Stock) -> None:
        self.known, self.stock = known, stock
        self.views: Counter[tuple[str, str, date]] = Counter()
        for event in known.rows["web_events"]:
            # "vdp_views are that local day's, bots excluded"
            if event["event_name"] == "vdp_view" and not event["is_bot"] and event["vin"] and event["store_id"]:
                self.views[event["store_id"], event["vin"], known.local_date(event["occurred_at"], event["store_id"])] += 1

    def newest(self, store: str, day: date) -> list[Row]:
        """ "newest observation per comp_id" among those made by the end of the local day."""
        found: dict[str, Row] = {}
        for comp in sorted(self.known.rows["market_comps"], key=lambda c: c["observed_at"]):
            if self.known.local_date(comp["observed_at"], store) <= day:
                found[comp["comp_id"]] = comp
        return list(found.values())

    def is_comp(self, unit: Day, comp: Row) -> bool:
        """ "comps: same make, model, vehicle_class and (where the unit has one) trim; model_year ± 1; mileage within ± 20 % of the
        unit's (skipped for new); last observed within 7 days up to as_of_date …; not the unit's own VIN." """
        row, store = unit.row, unit.store_id
        if not (same_text(row["make"], comp["make"]) and same_text(row["model"], comp["model"])):
            return False
        if marts_class(row["vehicle_class"]) != marts_class(comp["vehicle_class"]):
            return False
        # "A unit with a trim needs a comp with that trim."
        if row["trim"] and not same_text(row["trim"], comp["trim"]):
            return False
        if row["model_year"] is None or abs(row["model_year"] - comp["model_year"]) > 1:
            return False
        # "Mileage and year limits include their edges (compute without float error); a used comp or unit without mileage matches
        # nothing."
        if marts_class(row["vehicle_class"]) == "used" and not _is_near(row["mileage"], comp["mileage"]):
            return False
        # "last observed = the later of the observation's local date and last_seen_on, and lies in [as_of_date − 7, as_of_date]"
        seen = max(d for d in (self.known.local_date(comp["observed_at"], store), comp["last_seen_on"]) if d)
        if not unit.day - timedelta(days=self.known.parameters.comp_days) <= seen <= unit.day:
            return False
        # "A comp with a dma counts only for stores of that dma or without one."
        dma = self.known.store(store).get("dma")
        if comp["dma"] and dma and comp["dma"] != dma:
            return False
        return not (row["vin"] and row["vin"] == comp["vin"])


def _is_near(own: int | None, other: int | None) -> bool:
    """ "mileage within ± 20 % of the unit's" """
    return own is not None and other is not None and 5 * abs(own - other) <= own


def mart_price_to_market(known: Known, stock: Stock) -> Table:
    """ "one row per in-stock retail unit × as_of_date" """
    market = Market(known, stock)
    mart: Table = []
    for store in known.stores:
        streaks: dict[str, int] = {}
        for day in sorted({d.day for d in stock.daily[store]}):
            units = stock.on(store, day)
            comps = market.newest(store, day)
            views = {u.stock_number: market.views[store, u.row["vin"] or "", day] for u in units}
            rows = [_row(known, market, u, comps, units, views) for u in units]
            # "consecutive days up to as_of_date with price_to_market > 1.02 and vdp_views below the peer median"; "a day without a
            # ratio ends a streak" – and so does a day out of stock.
            names = [u.stock_number for u in units]
            drifts = [r["is_above_102"] and r["is_low_vdp"] for r in rows]
            streaks = {n: streaks.get(n, 0) + 1 if drift else 0 for n, drift in zip(names, drifts, strict=True)}
            mart += [r | {"drift_streak_days": streaks[n]} for n, r in zip(names, rows, strict=True)]
    return mart


def _row(known: Known, market: Market, unit: Day, comps: list[Row], units: list[Day], views: dict[str, int]) -> dict[str, Any]:
    matched = [comp for comp in comps if market.is_comp(unit, comp)]
    asking: Decimal | None = unit.row["asking_price"]
    average = sum((Fraction(c["price"]) for c in matched), Fraction()) / len(matched) if matched else None
    # "Fewer than 3 comps → price_to_market null, has_low_comps." "With 1 or 2 comps market_avg_price and percentile_rank stay."
    is_low = len(matched) < known.parameters.comp_minimum
    ratio = Fraction(asking) / average if asking is not None and average and not is_low else None
    rank = None
    if matched and asking is not None:
        # "percentile_rank = (comps cheaper + half of the equal) ÷ comps"
        cheaper = sum(c["price"] < asking for c in matched)
        rank = (cheaper + Fraction(sum(c["price"] == asking for c in matched), 2)) / len(matched)
    # "the peer median (in-stock units of the same store and class; the store's all classes where fewer than 5)"; "counts the unit
    # itself and zero-view days"
    peers = [u for u in units if unit_key(u)[0] == unit_key(unit)[0]]
    peers = units if len(peers) < known.parameters.peer_minimum else peers
    median = percentile([views[u.stock_number] for u in peers], Fraction(1, 2))
    assert median is not None
    own = views[unit.stock_number]
    # "status: above_market (> 1.02), at_market (0.98–1.02), below_market (< 0.98), low_comps"
    status = "low_comps"
    if ratio is not None:
        status = "above_market" if ratio > Fraction(102, 100) else "below_market" if ratio < Fraction(98, 100) else "at_market"
    vehicle_class, make, model, trim = unit_key(unit)
    return {
        "store_id": unit.store_id,
        "stock_number": unit.row["stock_number"] or UNDECIDED,
        "vin": unit.row["vin"],
        "as_of_date": unit.day,
        "vehicle_class": vehicle_class,
        "model_year": unit.row["model_year"],
        "make": make,
        "model": model,
        "trim": None if trim == "unknown" else trim,
        "mileage": unit.row["mileage"],
        "days_in_stock": unit.days_in_stock,
        "asking_price": asking,
        "market_avg_price": None if average is None else float(average),
        "comp_count": len(matched),
        "price_to_market": None if ratio is None else float(ratio),
        "percentile_rank": None if rank is None else float(rank),
        "vdp_views": own,
        "peer_median_vdp": float(median),
        "is_above_102": ratio is not None and ratio > Fraction(102, 100),
        "is_low_vdp": own < median,
        "has_low_comps": is_low,
        "status": status,
    }
