"""Freshness as asset checks: what the published file says of each source's data and connections, and whether our canaries come through."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dagster as dg

from ingestion.home import Home
from orchestration import canary, lineage, status
from orchestration.assets import PUBLISH
from orchestration.wiring import Wiring

CANARIES = "canaries_are_on_time"


def freshness(home: Home, wiring: Wiring) -> dg.AssetChecksDefinition:
    """One check per source on the publication: stale is an error, late a warning, no data at all is not an issue of freshness.

    And one for the canaries, of the book and not of the publication: a late one is an error even where nothing is published any more.
    """
    names = {system: f"{system}_is_fresh" for system in lineage.systems()}
    specs = [
        dg.AssetCheckSpec(name, asset=PUBLISH, description=f"Newest event, newest load and last answer of {system} are in time.")
        for system, name in names.items()
    ]
    specs.append(dg.AssetCheckSpec(CANARIES, asset=PUBLISH, description="No test lead is on its way for longer than it may be."))

    @dg.multi_asset_check(name="freshness", specs=specs)
    def run_freshness() -> Iterator[dg.AssetCheckResult]:
        rows = [*status.freshness(home), *status.connections(home)]
        for system, name in names.items():
            yield judge(name, [row for row in rows if row["source_system"] == system])
        found = canary.check(home, wiring.now())
        late = [one["name"] for one in found["canaries"] if not one["seen_at"]] if found["outcome"] == "late" else []
        yield dg.AssetCheckResult(passed=not late, asset_key=PUBLISH, check_name=CANARIES, metadata={"on their way": late})

    return run_freshness


def judge(check_name: str, rows: list[dict[str, Any]]) -> dg.AssetCheckResult:
    """The worst status of a source's entities decides."""
    late = {row["entity"]: row["status"] for row in rows if row["status"] in ("warn", "stale")}
    severity = dg.AssetCheckSeverity.ERROR if "stale" in late.values() else dg.AssetCheckSeverity.WARN
    metadata: dict[str, Any] = {"late": late, "entities": len(rows)}
    return dg.AssetCheckResult(passed=not late, asset_key=PUBLISH, check_name=check_name, severity=severity, metadata=metadata)
