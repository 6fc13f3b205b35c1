"""Which content of which file was loaded, once: raw.load_ledger in the warehouse, and its twin `state/ledger.jsonl`.

Rows of raw are visible through raw.load_ledger alone: it is written in one transaction, after everything else of a run is in place.
The file outlives the warehouse: with the kept contents it is what a rebuild replays.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ingestion.errors import LedgerError
from ingestion.home import Home

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

LOADED, SET_ASIDE = "loaded", "set_aside"

# raw.load_ledger, in order (types as in walls.md).
COLUMNS = {
    "batch_id": "VARCHAR",
    "run_id": "VARCHAR",
    "run_number": "BIGINT",
    "arrival": "BIGINT",
    "system": "VARCHAR",
    "entity": "VARCHAR",
    "file": "VARCHAR",
    "content_hash": "VARCHAR",
    "bytes": "BIGINT",
    "rows_read": "BIGINT",
    "rows_loaded": "BIGINT",
    "rows_set_aside": "BIGINT",
    "dlt_load_id": "VARCHAR",
    "loaded_at": "TIMESTAMP",
    "status": "VARCHAR",
    "reader": "VARCHAR",
    "file_modified_at": "TIMESTAMP",
}


@dataclass
class Batch:
    """One content of one file. Times are UTC without zone. `dlt_load_id` names the load that the warehouse has now: a rebuild renews it.

    reader: what else decided how the file was read (see base.LandingFile).
    """

    batch_id: str
    run_id: str
    run_number: int
    arrival: int
    system: str
    entity: str
    file: str
    content_hash: str
    bytes: int
    rows_read: int
    rows_loaded: int
    rows_set_aside: int
    dlt_load_id: str | None
    loaded_at: datetime
    status: str
    reader: str
    file_modified_at: datetime | None

    @property
    def is_balanced(self) -> bool:
        """Conservation: no row is lost, none is made."""
        return self.rows_read == self.rows_loaded + self.rows_set_aside


assert [f.name for f in fields(Batch)] == list(COLUMNS)


def batch_id(file: str, content_hash: str, reader: str) -> str:
    """A batch's name: the same for the same content of the same file, read by the same rules, in every home."""
    return hashlib.sha256("\0".join((file, content_hash, reader)).encode()).hexdigest()[:16]


class Known:
    """What the ledger knows of files: a loaded content is not loaded again; a set-aside one is tried again when its reader changed."""

    def __init__(self, batches: Iterable[Batch]) -> None:
        self._loaded: set[tuple[str, str]] = set()
        self._tried: set[str] = set()
        for batch in batches:
            self._tried.add(batch.batch_id)
            if batch.status == LOADED:
                self._loaded.add((batch.file, batch.content_hash))

    def has(self, file: str, content_hash: str, reader: str) -> bool:
        return (file, content_hash) in self._loaded or batch_id(file, content_hash, reader) in self._tried


def in_warehouse(connection: duckdb.DuckDBPyConnection) -> list[Batch]:
    """Every batch of raw.load_ledger, in order of arrival."""
    rows = connection.execute(f"select {', '.join(COLUMNS)} from raw.load_ledger order by arrival").fetchall()
    return [Batch(*row) for row in rows]


def insert(connection: duckdb.DuckDBPyConnection, batches: Sequence[Batch]) -> None:
    """Write batches to raw.load_ledger. The caller holds the transaction."""
    if not batches:
        return
    import pyarrow as pa

    rows = pa.Table.from_pylist([asdict(batch) for batch in batches], schema=_arrow_schema())
    connection.register("new_ledger_rows", rows)
    try:
        connection.execute(f"insert into raw.load_ledger ({', '.join(COLUMNS)}) select {', '.join(COLUMNS)} from new_ledger_rows")
    finally:
        connection.unregister("new_ledger_rows")


def _arrow_schema() -> pa.Schema:
    import pyarrow as pa

    types = {"VARCHAR": pa.string(), "BIGINT": pa.int64(), "TIMESTAMP": pa.timestamp("us")}
    return pa.schema([(name, types[kind]) for name, kind in COLUMNS.items()])


def in_file(home: Home) -> list[Batch]:
    """Every batch of ledger.jsonl. A last line that breaks off (a run was killed while it wrote) does not count.

    Raises LedgerError, with the line, for damage elsewhere.
    """
    try:
        text = home.ledger.read_bytes()
    except FileNotFoundError:
        return []
    lines = text.split(b"\n")
    batches: dict[str, Batch] = {}
    for number, line in enumerate(lines[:-1], 1):
        try:
            batch = _from_json(json.loads(line))
        except (ValueError, TypeError, KeyError):
            raise LedgerError(f"state/ledger.jsonl, line {number}, is damaged.") from None
        batches.setdefault(batch.batch_id, batch)
    return list(batches.values())


def append_to_file(home: Home, batches: Sequence[Batch]) -> None:
    """Add lines to ledger.jsonl; on disk when this returns. A last line that breaks off is cut away first."""
    if not batches:
        return
    lines = "".join(json.dumps(_to_json(batch), ensure_ascii=False) + "\n" for batch in batches)
    with home.ledger.open("a+b") as f:
        end = f.seek(0, os.SEEK_END)
        f.seek(0)
        whole = f.read().rfind(b"\n") + 1
        if whole != end:
            f.truncate(whole)
        f.seek(0, os.SEEK_END)
        f.write(lines.encode())
        f.flush()
        os.fsync(f.fileno())


def _to_json(batch: Batch) -> dict[str, Any]:
    values = asdict(batch)
    return {k: v.isoformat() if isinstance(v, datetime) else v for k, v in values.items()}


def _from_json(values: dict[str, Any]) -> Batch:
    times = {k: datetime.fromisoformat(values[k]) if values[k] else None for k in ("loaded_at", "file_modified_at")}
    return Batch(**{**values, **times})


def naive_utc(moment: datetime) -> datetime:
    """A moment as the warehouse keeps it: UTC, without zone."""
    return moment.astimezone(UTC).replace(tzinfo=None)
