"""When runs start: one schedule per cadence group. A tick that meets a run, another writer or nothing new is skipped, not queued."""

from __future__ import annotations

from typing import Any

import dagster as dg

from ingestion.home import Home
from orchestration import lineage, status
from orchestration.cadences import Cadence, cadences
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


def by_cadence(home: Home, wiring: Wiring) -> list[dg.ScheduleDefinition]:
    """A schedule for each group of sources; how often is data (seed source_cadences, overridable by the home)."""
    return [schedule(home, wiring, cadence) for cadence in cadences(home, lineage.systems()) if cadence.sources]


def schedule(home: Home, wiring: Wiring, cadence: Cadence) -> dg.ScheduleDefinition:
    """A run of these sources only. Off until someone turns it on: a UI that is opened for a look does not start to work."""

    @dg.schedule(
        job_name=JOB_NAME,
        cron_schedule=cadence.cron,
        execution_timezone="UTC",
        name=f"{cadence.group}_sources",
        description=f"{cadence.meaning}. Sources: {', '.join(cadence.sources)}.",
    )
    def tick(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        running = context.instance.get_run_records(dg.RunsFilter(job_name=JOB_NAME, statuses=_IN_PROGRESS), limit=1)
        if running:
            return dg.SkipReason("The run before is still in progress.")
        if writer := status.writer(home):
            return dg.SkipReason(f"Someone writes in this home already: {writer}.")
        settings = wiring.settings(home)
        only = [source for source in cadence.sources if not settings.sources or source in settings.sources]
        if not only:
            return dg.SkipReason("The home's setting `sources` leaves none of these.")
        is_news = wiring.has_to_ask(home, only) or wiring.has_pending(home, only)  # who has to be asked is asked by the run
        message = why_nothing_new(home, None, wiring.now(), wiring.code(), is_news, settings.clock_refresh_minutes)
        if message:
            return dg.SkipReason(message)
        return dg.RunRequest(run_config={"ops": {"ingest": {"config": {"only": only}}}}, tags={"cadence": cadence.group})

    return tick
