"""What would be published against what is published now: a table that lost half of its rows did not lose them at the dealership."""

from __future__ import annotations

from expectations import thresholds
from expectations.checks import WARNING, Check, at_most
from expectations.warehouse import Warehouse


def checks(house: Warehouse) -> list[Check]:
    """One check per published table of some size that is in both; none before the first publication."""
    return [
        at_most(
            f"{table.split('.')[1]}.keeps_its_rows",
            f"{table} has not lost many rows since the last publication",
            "A source, a store or a join may have gone; reports would be smaller than yesterday's for no good reason.",
            WARNING,
            f"select greatest(0, 1 - count(*) / {before}) as share_lost, {before} as rows_before, count(*) as rows_now from {table}",
            thresholds.CHANGED_VOLUME.value,
            thresholds.CHANGED_VOLUME.because,
            [table],
        )
        for table, before in sorted(house.previous_counts.items())
        if before >= thresholds.DRIFT_MINIMUM_ROWS.value and house.has(table) and not table.startswith("meta.")
    ]
