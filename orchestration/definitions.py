"""What Dagster loads: `dagster dev -m orchestration.definitions`. Assembly only; nothing runs, connects or parses at import."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import dagster as dg

from ingestion.home import Home
from orchestration import assets, checks, lineage, resources, schedules, sensors
from orchestration.dbt_runner import manifest_path
from orchestration.wiring import Wiring


def build_defs(wiring: Wiring | None = None, home: Home | None = None, manifest: Mapping[str, Any] | None = None) -> dg.Definitions:
    """All definitions for one home. A test hands in its wiring, home and manifest.

    Without a manifest the one of the home's last build (or of `rooftop prepare-ui`) is read; if there is none, one asset stands for dbt.
    """
    wiring = wiring or Wiring()
    home = home or wiring.home(None)
    if manifest is None and manifest_path(home).exists():
        manifest = json.loads(manifest_path(home).read_text(encoding="utf-8"))
    models = lineage.model_specs(manifest)
    all_assets = [
        assets.ingest(home, wiring),
        assets.dbt_build(home, wiring, models),
        assets.audit(home, after=lineage.last_models(models)),
        assets.publish(home, wiring),
    ]
    return dg.Definitions(
        assets=all_assets,
        asset_checks=[checks.freshness(home, wiring)],
        jobs=[schedules.rooftop_job()],
        schedules=schedules.by_cadence(home, wiring),
        sensors=[sensors.forget_old_runs(wiring.now)],
        resources={"engine": resources.engine(home, wiring)},
        executor=dg.in_process_executor,
    )


defs = build_defs()
