"""The warehouse from what was kept: every batch of the ledger, replayed in its order from its kept content."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC
from itertools import groupby
from typing import TYPE_CHECKING

from ingestion import contents, ledger, raw_tables, settings, warehouse
from ingestion.errors import LedgerError
from ingestion.home import Home
from ingestion.intake import Intake, Work
from ingestion.ledger import Batch
from ingestion.locking import writer_lock
from ingestion.sources import registry
from ingestion.sources.base import LandingFile, RawTable

if TYPE_CHECKING:
    import duckdb


def rebuild(home: Home, progress: Callable[[str], None] | None = None) -> int:
    """Delete the working database and make schema raw again; gives the number of batches. The next build does the rest.

    Takes what the ledger names, in its order, with its run numbers and arrivals; files that are new in landing wait for the next ingest.
    """
    say = progress or (lambda _: None)
    with writer_lock(home, settings.load(home).lock_wait_seconds, progress):
        _save_ledger(home)
        for path in (home.warehouse, home.warehouse.with_name(home.warehouse.name + ".wal")):
            path.unlink(missing_ok=True)
        warehouse.empty_scratch(home)
        connection = warehouse.connect(home)
        try:
            tables = [t for s in registry.all_sources() for t in s.tables(home)]
            raw_tables.ensure(connection, tables)
            return reconcile(home, connection, tables, say)
        finally:
            warehouse.close(connection)


def reconcile(home: Home, connection: duckdb.DuckDBPyConnection, tables: Sequence[RawTable], progress: Callable[[str], None]) -> int:
    """Make the warehouse's ledger and its file agree; gives the number of batches that had to be replayed.

    In the warehouse only: the run was killed before it wrote the file: written now. In the file only: the warehouse was deleted or is
    an older copy: replayed. Raises LedgerError where a kept content is gone.
    """
    there, on_file = ledger.in_warehouse(connection), ledger.in_file(home)
    written = {b.batch_id for b in on_file}
    ledger.append_to_file(home, [b for b in there if b.batch_id not in written])
    have = {b.batch_id for b in there}
    lacking = sorted((b for b in on_file if b.batch_id not in have), key=lambda b: b.arrival)
    if lacking:
        _replay(home, connection, tables, lacking, progress)
    return len(lacking)


def _replay(
    home: Home,
    connection: duckdb.DuckDBPyConnection,
    tables: Sequence[RawTable],
    batches: Sequence[Batch],
    progress: Callable[[str], None],
) -> None:
    from ingestion.pipelines import Loader

    progress(f"replaying {len(batches):,} batches from their kept contents")
    intake = Intake(registry.source_of, tables, progress)
    warehouse.mark_load(home, begun=True)
    loader = Loader(home, connection)
    load_id = loader.extract(intake.tables(_works(home, batches)))
    if load_id:
        loader.load()
    intake.verify(connection, load_id)
    again = []
    for batch in batches:
        outcome = intake.outcomes[batch.batch_id]
        again.append(
            replace(
                batch,
                rows_read=outcome.rows_read,
                rows_loaded=outcome.rows_loaded,
                rows_set_aside=outcome.rows_set_aside,
                dlt_load_id=load_id or None,
                status=outcome.status,
            )
        )
    run_of = {b.batch_id: b.run_id for b in batches}
    sights = [list(of_run) for _, of_run in groupby(intake.sights, key=lambda s: run_of[s.batch_id])]
    warehouse.commit(connection, again, intake.findings, None, sights)
    warehouse.mark_load(home, begun=False)


def _works(home: Home, batches: Sequence[Batch]) -> Iterator[Work]:
    for batch in batches:
        if batch.file.split("/", 1)[0] not in registry.PACKAGES:
            raise LedgerError(f"The ledger names the source {batch.system!r}, which this version does not have ({batch.file}).")
        modified = batch.file_modified_at.replace(tzinfo=UTC) if batch.file_modified_at else None
        file = LandingFile(batch.system, batch.entity, batch.file, home.landing / batch.file, batch.reader, modified)
        yield Work(file, contents.kept(home, batch.content_hash, batch.file))


def _save_ledger(home: Home) -> None:
    """What only the warehouse knows of its ledger is written to the file before the warehouse goes; a damaged one has nothing to say."""
    import duckdb

    if not home.warehouse.exists():
        return
    try:
        with duckdb.connect(str(home.warehouse), read_only=True) as connection:
            there = ledger.in_warehouse(connection)
    except duckdb.Error:
        return
    written = {b.batch_id for b in ledger.in_file(home)}
    ledger.append_to_file(home, [b for b in there if b.batch_id not in written])
