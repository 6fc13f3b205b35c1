"""Limits that somebody chose, each with its reason. A limit that follows from a definition stands in its suite instead."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    """The most that is in order, and why that much."""

    value: float
    because: str


SET_ASIDE_SHARE = Limit(0.05, "Vendors' files hold a few bad rows on any day; one row in twenty means the file has changed its shape.")
UNKNOWN_STORE_SHARE = Limit(0.02, "A new rooftop's first file may come before its row in stores; more means that a dealer code is missing.")
UNMAPPED_SHARE = Limit(0.05, "A few new spellings a week are normal; one value in twenty makes a breakdown by source or status unreliable.")
ORPHAN_SHARE = Limit(0.02, "Parents may arrive a batch after their children; more than one in fifty means that a feed is missing.")
CHANGED_VOLUME = Limit(
    0.50, "Between two runs a table grows by a day or so; losing half of its rows means that a source or a join has gone."
)
DRIFT_MINIMUM_ROWS = Limit(50, "Below fifty rows half a table is a few rows, and no sign of anything.")
SUSPECT_PRICE_SHARE = Limit(
    0.02, "Single typing errors in a price are normal; one unit in fifty outside 0.5 to 2 times MSRP means a wrong unit or column."
)
INVALID_VIN_SHARE = Limit(
    0.05, "Placeholders for units in production are normal; one VIN in twenty that fails its check digit means a damaged feed."
)
RATIO_OF_MARKET = Limit(5.0, "No car is priced at five times its market; a wrong comp match or currency is.")
