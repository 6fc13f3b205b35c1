"""Housekeeping of the Dagster instance: a run every quarter of an hour fills a disk with events otherwise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import dagster as dg

KEEP_RUNS_DAYS = 14
_A_TICK = 200  # runs deleted at most per tick: a sensor has a minute


def forget_old_runs(now: Callable[[], datetime]) -> dg.SensorDefinition:
    """Deletes finished runs older than two weeks, with their events; what was published stays in `meta.publish` and the reports."""

    @dg.sensor(name="forget_old_runs", minimum_interval_seconds=3600, default_status=dg.DefaultSensorStatus.RUNNING)
    def tick(context: dg.SensorEvaluationContext) -> dg.SkipReason:
        before = now() - timedelta(days=KEEP_RUNS_DAYS)
        finished = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]
        old = context.instance.get_run_records(dg.RunsFilter(statuses=finished, created_before=before), limit=_A_TICK)
        for record in old:
            context.instance.delete_run(record.dagster_run.run_id)
        return dg.SkipReason(f"{len(old)} runs older than {KEEP_RUNS_DAYS} days were deleted.")

    return tick
