"""From files to tables that load: read, check, set aside, count. The same for new files and for a rebuild's kept contents."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingestion import cells, quarantine, raw_tables
from ingestion.contents import FileContent
from ingestion.drift import Sight
from ingestion.errors import ConservationError
from ingestion.ledger import LOADED, SET_ASIDE, batch_id
from ingestion.sources.base import UNREADABLE_FILE, FileRead, FileSetAsideError, Finding, LandingFile, Piece, RawTable, Source

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

# Small files are checked together: planning a check costs as much as running it over this many rows.
_ROWS_AT_ONCE = 100_000
_SECONDS_BETWEEN_WORDS = 3.0
_PUT_BY_US = ("account", "parent_row_number")  # not the vendor's, see docs/walls.md


@dataclass
class Work:
    """One file to take in. `kept`: done when the copy of its content is safe."""

    file: LandingFile
    content: FileContent
    kept: Future[None] | None = None

    @property
    def batch_id(self) -> str:
        return batch_id(self.file.relative, self.content.content_hash, self.file.reader)


@dataclass
class Outcome:
    """What became of one file."""

    file: LandingFile
    batch_id: str
    content_hash: str
    bytes: int
    status: str = LOADED
    rows_read: int = 0
    rows_set_aside: int = 0
    rows_loaded: int = 0
    facts: Mapping[str, int] = field(default_factory=dict)


class Intake:
    """Takes files in, one at a time. After `tables` is exhausted, `outcomes`, `findings`, `sights` and `tables_used` say what happened."""

    def __init__(
        self,
        source_of: Callable[[str], Source],
        tables: Iterable[RawTable],
        progress: Callable[[str], None],
    ) -> None:
        import duckdb

        self._source_of = source_of
        self._tables = {t.name: t for t in tables}
        self._progress = progress
        self._checker: duckdb.DuckDBPyConnection = duckdb.connect()
        self._checker.execute("set timezone = 'UTC'")
        self._waiting: dict[str, list[pa.Table]] = {}
        self._rows_waiting: dict[str, int] = {}
        self.outcomes: dict[str, Outcome] = {}
        self.findings: list[pa.Table] = []
        self.sights: list[Sight] = []  # what columns there were
        self.tables_used: set[str] = set()

    def tables(self, works: Iterable[Work]) -> Iterator[tuple[str, pa.Table]]:
        """(raw table, rows that load) until all files are in."""
        spoken = time.monotonic()
        rows = 0
        for work in works:
            yield from self._take(work)
            rows += self.outcomes[work.batch_id].rows_read
            if work.kept is not None:
                work.kept.result()
            if time.monotonic() - spoken > _SECONDS_BETWEEN_WORDS:
                spoken = time.monotonic()
                self._progress(f"read {len(self.outcomes):,} files, {rows:,} rows so far")
        for table in list(self._waiting):
            yield from self._flush(table)
        self._checker.close()

    def _take(self, work: Work) -> Iterator[tuple[str, pa.Table]]:
        file = work.file
        outcome = Outcome(file, work.batch_id, work.content.content_hash, len(work.content.packed))
        self.outcomes[outcome.batch_id] = outcome
        try:
            read = self._read(work)
        except FileSetAsideError as e:
            outcome.status = SET_ASIDE
            outcome.rows_read = outcome.rows_set_aside = e.rows_read
            self.findings.append(quarantine.findings_table(outcome.batch_id, e.findings))
            return
        if read.findings:
            self.findings.append(quarantine.findings_table(outcome.batch_id, read.findings))
        outcome.rows_read, outcome.rows_set_aside, outcome.facts = read.rows_read, read.rows_set_aside, read.facts
        columns: dict[str, dict[str, bool]] = {}  # of each table
        for piece in read.pieces:
            outcome.rows_loaded += piece.rows.num_rows
            if piece.table not in columns:
                columns[piece.table] = dict(read.columns) if read.columns is not None else {}
            if read.columns is None:
                columns[piece.table] |= self._columns(piece)
            table = self._shaped(piece, outcome)
            self._waiting.setdefault(piece.table, []).append(table)
            self._rows_waiting[piece.table] = self._rows_waiting.get(piece.table, 0) + table.num_rows
            if self._rows_waiting[piece.table] >= _ROWS_AT_ONCE:
                yield from self._flush(piece.table)
        self.sights += [Sight(outcome.batch_id, file.system, t, file.relative, c, read.has_header) for t, c in columns.items()]
        if outcome.rows_read != outcome.rows_loaded + outcome.rows_set_aside:
            raise ConservationError(
                f"{file.relative}: {outcome.rows_read} rows read, but {outcome.rows_loaded} to load and {outcome.rows_set_aside} set aside."
            )

    def _read(self, work: Work) -> FileRead:
        """What the source makes of the file. A defect of the source costs this file, not the run."""
        try:
            return self._source_of(work.file.relative).read(work.file, work.content)
        except (FileSetAsideError, MemoryError):
            raise
        except Exception as e:
            message = f"could not be read because of a defect in the {work.file.system} source ({type(e).__name__}); please report it"
            raise FileSetAsideError([Finding(UNREADABLE_FILE, message)]) from e

    def _columns(self, piece: Piece) -> dict[str, bool]:
        table = self._tables.get(piece.table)
        declared = raw_tables.declared_columns(table) if table else ()
        return {name: name in declared for name in piece.rows.column_names if not name.startswith("_") and name not in _PUT_BY_US}

    def _shaped(self, piece: Piece, outcome: Outcome) -> pa.Table:
        """A piece as raw wants it: text columns, its batch, and a table that was declared."""
        import pyarrow as pa

        if piece.table not in self._tables:
            raise ConservationError(f"The source {outcome.file.system} gives rows for {piece.table}, which it does not declare.")
        rows = piece.rows
        for position, column in enumerate(rows.schema):
            wanted = pa.int64() if column.name in ("_line_number", "_row_number") else pa.string()
            if column.type != wanted:
                rows = rows.set_column(position, column.name, rows.column(position).cast(wanted))
        return rows.append_column("_batch_id", pa.repeat(pa.scalar(outcome.batch_id, pa.string()), rows.num_rows))

    def _flush(self, table: str) -> Iterator[tuple[str, pa.Table]]:
        import pyarrow as pa

        parts = self._waiting.pop(table)
        self._rows_waiting[table] = 0
        rows = parts[0] if len(parts) == 1 else pa.concat_tables(parts, promote_options="default")
        del parts
        entity = self._tables[table].entity
        if entity is not None:
            checked = cells.check(self._checker, rows, entity)
            rows = checked.rows
            if checked.findings is not None:
                self.findings.append(checked.findings)
            for batch, count in checked.set_aside.items():
                self.outcomes[batch].rows_loaded -= count
                self.outcomes[batch].rows_set_aside += count
        if rows.num_rows:
            self.tables_used.add(table)
            yield table, rows

    def verify(self, connection: duckdb.DuckDBPyConnection, load_id: str) -> None:
        """Conservation, counted in raw: raises ConservationError if a row was lost or made on the way."""
        counted: dict[str, int] = {}
        for table in self.tables_used:
            for batch, rows in raw_tables.count_rows(connection, table, load_id).items():
                counted[batch] = counted.get(batch, 0) + rows
        for outcome in self.outcomes.values():
            there = counted.get(outcome.batch_id, 0)
            if there != outcome.rows_loaded or outcome.rows_read != outcome.rows_loaded + outcome.rows_set_aside:
                raise ConservationError(
                    f"{outcome.file.relative}: {outcome.rows_read:,} rows read, {outcome.rows_set_aside:,} set aside, {there:,} in raw. "
                    "Nothing of this run is visible; please report it."
                )
