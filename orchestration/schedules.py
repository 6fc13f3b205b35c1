"""When runs start. A tick that finds a run in progress, another writer or nothing new is skipped, not queued."""

from __future__ import annotations

from typing import Any

import dagster as dg

from ingestion.home import Home
from orchestration import status
from orchestration.unchanged import why_nothing_new
from orchestration.wiring import Wiring

_IN_PROGRESS = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]
JOB_NAME = "rooftop"


def rooftop_job() -> Any:
    """Ingest, build, audit, publish, and the freshness checks, in one process."""
    return dg.define_asset_job(
        JOB_NAME,
        selection=dg.AssetSelection.all() | dg.AssetSelection.all_asset_checks(),
        description="The whole way, as `rooftop run`.",
        executor_def=dg.in_process_executor,
    )


def every_fifteen_minutes(home: Home, wiring: Wiring) -> dg.ScheduleDefinition:
    """Off until someone turns it on: a UI that is opened for a look does not start to work."""

    @dg.schedule(
        job_name=JOB_NAME, cron_schedule="*/15 * * * *", name="every_fifteen_minutes", description="New files within a quarter of an hour."
    )
    def tick(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        running = context.instance.get_run_records(dg.RunsFilter(job_name=JOB_NAME, statuses=_IN_PROGRESS), limit=1)
        if running:
            return dg.SkipReason("The run before is still in progress.")
        if writer := status.writer(home):
            return dg.SkipReason(f"Someone writes in this home already: {writer}.")
        minutes = wiring.settings(home).clock_refresh_minutes
        is_news = wiring.has_to_ask(home) or wiring.has_pending(home, [])  # who has to be asked is asked by the run
        message = why_nothing_new(home, None, wiring.now(), wiring.code(), is_news, minutes)
        return dg.SkipReason(message) if message else dg.RunRequest()

    return tick
