"""Freshness as asset checks: what marts.mart_data_freshness of the published file says, per source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dagster as dg

from ingestion.home import Home
from orchestration import lineage, status
from orchestration.assets import PUBLISH


def freshness(home: Home) -> dg.AssetChecksDefinition:
    """One check per source on the publication: stale is an error, late a warning, no data at all is not an issue of freshness."""
    names = {system: f"{system}_is_fresh" for system in lineage.systems()}
    specs = [
        dg.AssetCheckSpec(name, asset=PUBLISH, description=f"Newest event and newest load of {system} are within their limits.")
        for system, name in names.items()
    ]

    @dg.multi_asset_check(name="freshness", specs=specs)
    def run_freshness() -> Iterator[dg.AssetCheckResult]:
        rows = status.freshness(home)
        for system, name in names.items():
            yield judge(name, [row for row in rows if row["source_system"] == system])

    return run_freshness


def judge(check_name: str, rows: list[dict[str, Any]]) -> dg.AssetCheckResult:
    """The worst status of a source's entities decides."""
    late = {row["entity"]: row["status"] for row in rows if row["status"] in ("warn", "stale")}
    severity = dg.AssetCheckSeverity.ERROR if "stale" in late.values() else dg.AssetCheckSeverity.WARN
    metadata: dict[str, Any] = {"late": late, "entities": len(rows)}
    return dg.AssetCheckResult(passed=not late, asset_key=PUBLISH, check_name=check_name, severity=severity, metadata=metadata)
