"""ingest → build → audit → publish, over callables: the same order for the command line, for Dagster and for tests with stand-ins."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ingestion import canary
from ingestion.home import Home
from orchestration import reports
from orchestration.clock import iso_utc, new_run_id, utc_now
from orchestration.dbt_runner import DESCRIPTIONS, BuildResult, has_been_built
from orchestration.errors import RooftopError
from orchestration.fingerprint import config_fingerprint, warehouse_version
from orchestration.progress import Progress
from orchestration.publish import Publication
from orchestration.state import LAST_BUILD, LAST_PUBLISH, LAST_RUN, forget_note, read_note, write_note


@dataclass(frozen=True)
class Checks:
    """What the audit decided. `failed` are the names of the critical checks that failed; `report` is relative to the home."""

    passed: int
    warned: int
    failed: list[str]
    report: str
    results: str = ""  # the same for machines, relative to the home


@dataclass(frozen=True)
class Engine:
    """The stages that do the work, each a callable; a test hands in stand-ins."""

    ingest: Callable[..., Any]
    build: Callable[[Home, str | None, str, Callable[[str], None]], BuildResult]  # home, why all, code and settings, say
    audit: Callable[..., Checks]
    remember: Callable[[Home, Checks], None]  # the audit's results for the next build; opens the working file


@dataclass
class Run:
    """One run of a home, as far as it got. Moments are UTC with zone."""

    home: Home
    run_id: str
    as_of: datetime
    started_at: datetime
    code: str  # fingerprints at the start: what changes during the run is news for the next one
    config: str
    outcome: str = "started"  # started, ingested, built, audited, refused, published
    notes: list[str] = field(default_factory=list)  # sentences of the ingest for a person
    loaded: list[reports.Loaded] = field(default_factory=list)
    quarantined: dict[str, int] = field(default_factory=dict)
    build: BuildResult | None = None
    checks: Checks | None = None
    row_counts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)  # per stage


def start_run(home: Home, as_of: datetime | None, now: datetime, code: str) -> Run:
    """A new run. Until it is published, the next one knows that this one did not get there."""
    run = Run(home, new_run_id(now), as_of or now, now, code, config_fingerprint(home))
    _note(run)
    return run


def resume_run(home: Home) -> Run:
    """The last run, for a command that does one stage of it."""
    last = read_note(home, LAST_RUN)
    if not last:
        raise RooftopError("There is no run to go on with in this home; start with `rooftop run` or `rooftop ingest`.")
    as_of, started_at = (datetime.fromisoformat(last[name]) for name in ("as_of", "started_at"))
    run = Run(home, last["run_id"], as_of, started_at, last["code"], last["config"])
    run.outcome = last["outcome"]
    run.loaded = reports.loaded_in_run(home, run.run_id)
    if last.get("checks"):
        run.checks = Checks(**last["checks"])
    return run


def require(run: Run, *outcomes: str) -> None:
    """Raises RooftopError if the run is not that far."""
    if run.outcome not in outcomes:
        raise RooftopError(f"Run {run.run_id} is {run.outcome}, not {outcomes[0]}; `rooftop run` goes the whole way.")


def ingest(run: Run, engine: Engine, only: Sequence[str], progress: Progress) -> None:
    """Load what is new. The run's clock is written here, so that the build reads it."""
    with _stage(run, "ingest", progress):
        report = engine.ingest(run.home, run_id=run.run_id, as_of=run.as_of, only=tuple(only), progress=progress)
    run.notes = list(report.notes)
    run.loaded = reports.loaded_in_run(run.home, run.run_id)
    run.quarantined = reports.quarantine_reasons(run.home, run.run_id, "raw.quarantine_findings")
    reports.write_quarantine_csv(run.home, run.run_id, is_built=False)
    _note(run, "ingested")


def build(run: Run, engine: Engine, dbt_code: str, full_refresh: bool, progress: Progress) -> None:
    """Models from raw to marts, then the complete quarantine list."""
    from orchestration.unchanged import why_full_refresh

    with _stage(run, "build", progress):
        reason = why_full_refresh(run.home, run.as_of, dbt_code, full_refresh, has_been_built(run.home))
        if reason:
            progress(f"building everything: {reason}")
        note = {"run_id": run.run_id, "as_of": run.as_of.isoformat(), "build": dbt_code, "config": run.config}
        forget_note(run.home, LAST_BUILD)  # comes back only when every model is there
        run.build = engine.build(run.home, reason, f"{dbt_code} {run.config}", progress)
        write_note(run.home, LAST_BUILD, note)
    reports.write_quarantine_csv(run.home, run.run_id, is_built=True)
    run.quarantined = reports.quarantine_reasons(run.home, run.run_id)
    _note(run, "built")


def audit(run: Run, engine: Engine, progress: Progress, publication: Publication | None = None) -> None:
    """Check the batch and the marts. A critical failure makes the run `refused`: there is no way from there to a publication.

    The audit works in a process of its own; given a publication, this one prepares it meanwhile.
    """
    with _stage(run, "audit", progress), ThreadPoolExecutor(max_workers=1) as pool:
        audited = pool.submit(engine.audit, home=run.home, run_id=run.run_id, as_of=run.as_of)
        if publication:
            publication.prepare()
        run.checks = audited.result()
        if publication and run.checks.failed:
            publication.abandon()
        engine.remember(run.home, run.checks)
    _note(run, "refused" if run.checks.failed else "audited")


def start_publication(run: Run, keep_versions: int) -> Publication:
    """The publication of a run, nothing done yet."""
    return Publication(
        warehouse=run.home.warehouse,
        publish_dir=run.home.published.parent,
        scratch_dir=run.home.scratch,
        run_id=run.run_id,
        as_of=run.as_of,
        published_at=utc_now(),
        warehouse_version=warehouse_version(run.code),
        keep_versions=keep_versions,
        descriptions=read_note(run.home, DESCRIPTIONS),
    )


def publish(run: Run, publication: Publication, keep_reports: int, progress: Progress) -> None:
    """Swap in the new version, prepared or not. Only a run whose audit passed gets here."""
    require(run, "audited", "published")
    assert run.checks is not None and not run.checks.failed
    with _stage(run, "publish", progress):
        if not publication.row_counts:
            publication.prepare()
        publication.checks_passed, publication.checks_warned = run.checks.passed, run.checks.warned
        publication.report_path = run.checks.report
        publication.finish()
        run.row_counts = publication.row_counts
        found = run.home.published.stat()
        note = {
            "run_id": run.run_id,
            "as_of": run.as_of.isoformat(),
            "published_at": iso_utc(publication.published_at),
            "code": run.code,
            "config": run.config,
            "file": [found.st_size, found.st_mtime_ns],
            "timezones": reports.store_timezones(run.home),
        }
        write_note(run.home, LAST_PUBLISH, note)
        if canary.is_waiting(run.home):  # before an older version that holds one is thrown away
            from orchestration.canary import check

            check(run.home, utc_now())
        reports.prune_reports(run.home, keep_reports, run.run_id)
    _note(run, "published")


class _stage:
    """Progress lines around a stage, and its seconds in the run."""

    def __init__(self, run: Run, name: str, progress: Progress) -> None:
        self._run, self._name, self._lines = run, name, progress.stage(name)

    def __enter__(self) -> None:
        self._began = time.monotonic()
        self._lines.__enter__()

    def __exit__(self, *error: Any) -> None:
        self._run.seconds[self._name] = round(time.monotonic() - self._began, 1)
        self._lines.__exit__(*error)


def _note(run: Run, outcome: str | None = None) -> None:
    run.outcome = outcome or run.outcome
    note: dict[str, Any] = {
        "run_id": run.run_id,
        "as_of": run.as_of.isoformat(),
        "started_at": run.started_at.isoformat(),
        "outcome": run.outcome,
        "code": run.code,
        "config": run.config,
    }
    if run.checks:
        note["checks"] = vars(run.checks)
    write_note(run.home, LAST_RUN, note)
