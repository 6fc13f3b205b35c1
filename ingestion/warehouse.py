"""The working database: opened by the writer alone, left checkpointed and closed."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ingestion import drift, ledger, quarantine
from ingestion.errors import HomeError
from ingestion.home import Home

if TYPE_CHECKING:
    from datetime import datetime

    import duckdb
    import pyarrow as pa

    from ingestion.ledger import Batch


def connect(home: Home) -> duckdb.DuckDBPyConnection:
    """Open the working database for writing. Raises HomeError where another program holds it, or it is damaged."""
    import duckdb

    try:
        connection = duckdb.connect(str(home.warehouse))
        connection.execute("set timezone = 'UTC'")
        return connection
    except duckdb.IOException as e:
        if "lock" in str(e).lower():
            raise HomeError(
                f"Another program has {home.warehouse} open. Readers open {home.published.relative_to(home.root)}; close it and try again."
            ) from None
        raise HomeError(f"The warehouse {home.warehouse} cannot be opened. `rebuild` makes it again from what was landed.") from e
    except duckdb.Error as e:
        raise HomeError(f"The warehouse {home.warehouse} cannot be opened. `rebuild` makes it again from what was landed.") from e


def close(connection: duckdb.DuckDBPyConnection) -> None:
    """Checkpoint and close: the next stage opens the file in the same process."""
    import duckdb

    with suppress(duckdb.Error):
        connection.execute("checkpoint")
    connection.close()


def commit(
    connection: duckdb.DuckDBPyConnection,
    batches: Sequence[Batch],
    findings: Sequence[pa.Table],
    clock: tuple[str, datetime, datetime] | None,
    sights: Iterable[Sequence[drift.Sight]] = (),
) -> drift.Changes:
    """In one transaction: the batches become visible, their findings are written, the run's clock is set. Gives which columns changed.

    clock: (run_id, as_of_at, started_at), UTC without zone; None leaves it as it is. sights: the columns of the files, by run.
    """
    connection.execute("begin")
    try:
        ledger.insert(connection, batches)
        _insert_findings(connection, batches, findings)
        changes = drift.record(connection, sights)
        if clock is not None:
            connection.execute("delete from raw.run_clock")
            connection.execute("insert into raw.run_clock (run_id, as_of_at, started_at) values (?, ?, ?)", list(clock))
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("checkpoint")
    return changes


def _insert_findings(connection: duckdb.DuckDBPyConnection, batches: Sequence[Batch], findings: Sequence[pa.Table]) -> None:
    """Findings get run, system, entity and file from their batch."""
    if not findings:
        return
    import pyarrow as pa

    found = pa.concat_tables([t.cast(quarantine.findings_schema()) for t in findings])
    fields: list[dict[str, Any]] = [
        {"batch_id": b.batch_id, "run_id": b.run_id, "system": b.system, "entity": b.entity, "file": b.file, "arrival": b.arrival}
        for b in batches
    ]
    connection.register("new_findings", found)
    connection.register("new_batches", pa.Table.from_pylist(fields))
    try:
        connection.execute(
            f"""
            insert into raw.quarantine_findings ({", ".join(quarantine.COLUMNS)})
            select
                b.run_id, b.batch_id, b.system, b.entity, b.file,
                f.line_number, f.column_name, f.reason_code, f.is_row_loaded, f.value_shape, f.message
            from new_findings as f
            inner join new_batches as b on f._batch_id = b.batch_id
            order by b.arrival, f.line_number nulls first, f.column_name, f.reason_code
            """
        )
    finally:
        connection.unregister("new_findings")
        connection.unregister("new_batches")


def mark_load(home: Home, begun: bool) -> None:
    """Leave a note while a load is under way, so that the next run knows whether one was cut short."""
    note = home.state / "loading"
    if begun:
        note.write_bytes(b"")
    else:
        note.unlink(missing_ok=True)


def is_load_unfinished(home: Home) -> bool:
    return (home.state / "loading").exists()


def empty_scratch(home: Home) -> None:
    """Scratch files of a run that was killed go."""
    shutil.rmtree(home.scratch, ignore_errors=True)
    home.scratch.mkdir(parents=True, exist_ok=True)
