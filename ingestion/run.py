"""One ingest: what is new in landing comes into schema raw, once, whatever happens in between.

Its steps, in order, and what a kill after each leaves behind:
    open      folders, database, raw tables; the ledger and its twin agree again
    configure raw.config__<seed>, raw.canaries, raw.source_answers
    extract   files read, checked, copies of their contents kept; dlt's package on disk   (the next run throws the package away)
    load      rows in raw, which nobody sees                                              (the next run deletes them)
    verify    rows read = rows loaded + rows set aside, counted in raw
    commit    ledger, findings and clock, in one transaction: now the rows are there      (the next run repeats the two steps below)
    record    the ledger's twin on disk
    remember  what landing looked like, to save the next run's time
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from typing import TYPE_CHECKING

from ingestion import config_seeds, contents, ledger, raw_tables, rebuild, seen, settings, warehouse, watch
from ingestion.home import Home, printable
from ingestion.intake import Intake, Work
from ingestion.ledger import Batch
from ingestion.locking import writer_lock
from ingestion.report import IngestReport
from ingestion.sources import registry
from ingestion.sources.base import LandingFile

if TYPE_CHECKING:
    import duckdb

    from ingestion.pipelines import Loader

Progress = Callable[[str], None]


def ingest(
    home: Home,
    run_id: str | None = None,
    as_of: datetime | None = None,
    only: Sequence[str] = (),
    progress: Progress | None = None,
) -> IngestReport:
    """Take in what is new. Holds the writer lock; all connections are closed when it returns.

    run_id: the run's name, unique in the home (default: the time). as_of: the run's clock, with zone (default: now).
    only: names of sources; empty: those that the home's settings name, else all.
    Raises RooftopError, in one plain sentence, where the run cannot go on; bad input never does that.
    """
    wait = settings.load(home).lock_wait_seconds
    with writer_lock(home, wait, progress):
        run = IngestRun(home, run_id, as_of, only, progress)
        try:
            for step in run.steps:
                step()
        finally:
            run.close()
    return run.report


class IngestRun:
    """The steps of one ingest, so that a test can stop between any two."""

    def __init__(
        self,
        home: Home,
        run_id: str | None = None,
        as_of: datetime | None = None,
        only: Sequence[str] = (),
        progress: Progress | None = None,
    ) -> None:
        self.home = home
        self.started_at = settings.now()
        self.run_id = run_id or f"{self.started_at:%Y%m%dT%H%M%S%fZ}"
        self.as_of = as_of or self.started_at
        self.progress = progress or (lambda _: None)
        self._only = registry.check_names(only)
        self.report = IngestReport(self.run_id, self.as_of.astimezone(UTC))
        self.steps = (self.open, self.configure, self.extract, self.load, self.verify, self.commit, self.record, self.remember)
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._batches: list[Batch] = []
        self._intake: Intake | None = None
        self._loader: Loader | None = None
        self._load_id = ""

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        assert self._connection is not None, "open() comes first"
        return self._connection

    def close(self) -> None:
        """Let go of the database. May be called at any time, also twice."""
        if self._connection is not None:
            warehouse.close(self._connection)
            self._connection = None

    def open(self) -> None:
        self.home.prepare()
        warehouse.empty_scratch(self.home)
        self._sources = [registry.source(n) for n in self._only or settings.load(self.home).sources or tuple(registry.PACKAGES)]
        self._tables = [t for s in registry.all_sources() for t in s.tables(self.home)]
        self._connection = warehouse.connect(self.home)
        raw_tables.ensure(self.connection, self._tables)
        if warehouse.is_load_unfinished(self.home):
            dropped = raw_tables.drop_orphans(self.connection, self._tables)
            self.report.notes.append(f"An earlier run was cut short; {dropped:,} rows that it had not finished loading were removed.")
            warehouse.mark_load(self.home, begun=False)
        replayed = rebuild.reconcile(self.home, self.connection, self._tables, self.progress)
        if replayed:
            self.report.notes.append(f"{replayed:,} batches that the warehouse lacked were replayed from their kept contents.")

    def configure(self) -> None:
        self._config = seen.config_hash(self.home)
        self.report.seeds_overridden = config_seeds.load(self.connection, self.home)
        watch.load(self.connection, self.home)

    def extract(self) -> None:
        self._seen = seen.load(self.home)
        known = ledger.in_warehouse(self.connection)
        self._next_arrival = max((b.arrival for b in known), default=0) + 1
        self._run_number = max((b.run_number for b in known), default=0) + 1
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="keep") as pool:
            works = self._new_files(ledger.Known(known), pool)
            first = next(works, None)
            if first is None:
                return
            from ingestion.pipelines import Loader  # dlt takes a second to import: only when there is something to load

            self._intake = Intake(registry.source_of, self._tables, self.progress)
            warehouse.mark_load(self.home, begun=True)
            self._loader = Loader(self.home, self.connection)
            self._load_id = self._loader.extract(self._intake.tables(chain([first], works)))

    def load(self) -> None:
        if self._loader is not None and self._load_id:
            self.progress("loading into the warehouse")
            self._loader.load()

    def verify(self) -> None:
        if self._intake is not None:
            self._intake.verify(self.connection, self._load_id)

    def commit(self) -> None:
        outcomes = list(self._intake.outcomes.values()) if self._intake else []
        loaded_at = ledger.naive_utc(settings.now())
        for arrival, outcome in enumerate(outcomes, self._next_arrival):
            modified = outcome.file.modified_at
            self._batches.append(
                Batch(
                    batch_id=outcome.batch_id,
                    run_id=self.run_id,
                    run_number=self._run_number,
                    arrival=arrival,
                    system=outcome.file.system,
                    entity=outcome.file.entity,
                    file=outcome.file.relative,
                    content_hash=outcome.content_hash,
                    bytes=outcome.bytes,
                    rows_read=outcome.rows_read,
                    rows_loaded=outcome.rows_loaded,
                    rows_set_aside=outcome.rows_set_aside,
                    dlt_load_id=self._load_id or None,
                    loaded_at=loaded_at,
                    status=outcome.status,
                    reader=outcome.file.reader,
                    file_modified_at=ledger.naive_utc(modified) if modified else None,
                )
            )
        clock = (self.run_id, ledger.naive_utc(self.as_of), ledger.naive_utc(self.started_at))
        findings = self._intake.findings if self._intake else []
        changes = warehouse.commit(self.connection, self._batches, findings, clock, [self._intake.sights] if self._intake else [])
        self.report.notes += changes.sentences()
        self.report.add(self._batches, findings, {o.batch_id: o.facts for o in outcomes})

    def record(self) -> None:
        ledger.append_to_file(self.home, self._batches)
        warehouse.mark_load(self.home, begun=False)

    def remember(self) -> None:
        there = dict(self.home.files_under(self.home.landing))
        self._seen.files = {r: e for r, e in self._seen.files.items() if r in there}
        strangers = [r for r in there if "/" not in r or r.split("/")[0] not in registry.PACKAGES]
        for relative in strangers:  # said each time, and not pending for ever
            stat = there[relative].stat()
            self._seen.remember(relative, stat, "", stat.st_mtime_ns + 10**10)
        for folder, count in Counter(r.split("/")[0] for r in strangers).items():
            self.report.notes.append(f"landing/{folder}: {count:,} files are nobody's; no source reads this folder.")
        self._seen.config = self._config
        seen.save(self.home, self._seen)

    def _new_files(self, known: ledger.Known, pool: ThreadPoolExecutor) -> Iterator[Work]:
        """Files whose content the ledger does not know, by path, each read once; their copies are kept on the way."""
        found = (f for s in self._sources for f in s.discover(self.home))
        files = sorted((replace(f, relative=printable(f.relative)) for f in found), key=lambda f: f.relative)
        for file in files:
            looked_at = seen.look_time_ns()
            try:
                old = self._seen.content_hash(file.relative, file.path.stat())
                if old is not None and known.has(file.relative, old, file.reader):
                    self.report.files_known += 1
                    continue
                content, stat = contents.read_landing(file, self.home)
            except contents.FileChangedError:
                self._skip(file, "was written to while it was read; the next run takes it")
                continue
            except OSError as e:
                self._skip(file, f"cannot be opened ({e.strerror or type(e).__name__}); the next run tries again")
                continue
            self._seen.remember(file.relative, stat, content.content_hash, looked_at)
            if known.has(file.relative, content.content_hash, file.reader):
                self.report.files_known += 1
                continue
            yield Work(file, content, pool.submit(contents.keep, content, self.home))

    def _skip(self, file: LandingFile, why: str) -> None:
        self._seen.files.pop(file.relative, None)
        self.report.notes.append(f"{file.relative} {why}.")
