"""The settings of the Dagster instance that `make ui` runs on: one writer, no telemetry, ticks that are forgotten."""

from __future__ import annotations

from pathlib import Path

from ingestion.home import Home

# A pool's limit counts steps over all runs; the run limit also keeps a second run from waiting half-started.
_INSTANCE = """\
# Written by `rooftop prepare-ui`; kept if you change it.
telemetry:
  enabled: false
concurrency:
  pools:
    default_limit: 1
  runs:
    max_concurrent_runs: 1
retention:
  schedule:
    purge_after_days: {skipped: 2, failure: 30, success: 30, started: 30}
  sensor:
    purge_after_days: {skipped: 2, failure: 30, success: 30, started: 30}
"""


def write_instance(home: Home) -> Path:
    """DAGSTER_HOME of this home, with a dagster.yaml if it has none."""
    folder = home.state / "dagster"
    folder.mkdir(parents=True, exist_ok=True)
    settings = folder / "dagster.yaml"
    if not settings.exists():
        settings.write_text(_INSTANCE, encoding="utf-8")
    return folder
