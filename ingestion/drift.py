"""What columns each vendor's files bring, and when that changed: raw.columns_seen, one row per stream and column.

A stream is what one system lays into one folder for one raw table (`landing/dealervault/sales/1234/`): another store may well send other
columns. Of a run's files together: a column is gone when none of those that have a header has it. JSON leaves out what is empty, so from
documents no column can vanish, and one that the source reads anyway is no news.
Names of columns only, never a value; a file without any column that its source knows (its header is data, perhaps) says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

TABLE = "columns_seen"
COLUMNS = {
    "system": "VARCHAR",
    "table_name": "VARCHAR",
    "folder": "VARCHAR",
    "column_name": "VARCHAR",
    "is_read": "BOOLEAN",
    "is_from_the_start": "BOOLEAN",
    "files": "BIGINT",
    "first_batch_id": "VARCHAR",
    "last_batch_id": "VARCHAR",
    "missed_batch_id": "VARCHAR",
}
NAMES_SHOWN = 8
# Folders that are dates (2026, 2026-03, 20260331, day=2026-03-31) divide no streams, nor do months and days below a year.
_DATED = re.compile(r"(?:[a-z_]+=)?(?:19|20)\d{2}(?:[-_]?\d{2}){0,2}")
_Stream = tuple[str, str, str]


@dataclass(frozen=True)
class Sight:
    """The columns of one file for one raw table: name -> whether the source reads it. has_header: a missing one is gone."""

    batch_id: str
    system: str
    table: str
    file: str
    columns: Mapping[str, bool]
    has_header: bool

    @property
    def stream(self) -> _Stream:
        return self.system, self.table, folder_of(self.file)


@dataclass
class _Seen:
    """A row of raw.columns_seen: batches that had the column first and last, and the first since then that had it no more."""

    is_read: bool
    is_from_the_start: bool
    files: int
    first_batch_id: str
    last_batch_id: str
    missed_batch_id: str | None = None


@dataclass
class Changes:
    """Stream -> columns that are new, or gone. Not those with which a stream begins."""

    new: dict[_Stream, list[str]] = field(default_factory=dict)
    gone: dict[_Stream, list[str]] = field(default_factory=dict)

    def sentences(self) -> list[str]:
        """For a person: a line for each stream that changed."""
        said = []
        for verb, found in (("new", self.new), ("gone", self.gone)):
            for (system, table, folder), names in found.items():
                listed = ", ".join(names[:NAMES_SHOWN]) + (f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else "")
                where = f"{system}, {table}" + (f", {folder}" if folder else "")
                said.append(f"{len(names)} {'column is' if len(names) == 1 else 'columns are'} {verb} ({where}): {listed}.")
        return said


def folder_of(file: str) -> str:
    """The folder that tells a stream from another: the path below landing, without the file and without dates."""
    kept: list[str] = []
    is_below_a_year = False
    for part in file.split("/")[:-1]:
        is_date = bool(_DATED.fullmatch(part.lower())) or (is_below_a_year and len(part) <= 2 and part.isdigit())
        is_below_a_year = is_date
        if not is_date:
            kept.append(part)
    return "/".join(kept)


def record(connection: duckdb.DuckDBPyConnection, runs: Iterable[Sequence[Sight]]) -> Changes:
    """Bring raw.columns_seen up to date with the files of each run, in order. The caller holds the transaction."""
    changes = Changes()
    streams: dict[_Stream, dict[str, _Seen]] = {}
    for sights in runs:
        by_stream: dict[_Stream, list[Sight]] = {}
        for sight in sights:
            if any(sight.columns.values()):
                by_stream.setdefault(sight.stream, []).append(sight)
        for stream, of_run in by_stream.items():
            if stream not in streams:
                streams[stream] = _load(connection, stream)
            _follow(streams[stream], of_run, stream, changes)
    for stream, columns in streams.items():
        _save(connection, stream, columns)
    return changes


def _follow(columns: dict[str, _Seen], sights: Sequence[Sight], stream: _Stream, changes: Changes) -> None:
    is_beginning = not columns
    found: dict[str, _Seen] = {}
    for sight in sights:
        for name, is_read in sight.columns.items():
            seen = found.get(name)
            if seen is None:
                is_known = is_beginning or (is_read and not sight.has_header)
                found[name] = _Seen(is_read, is_known, 1, sight.batch_id, sight.batch_id)
            else:
                seen.files, seen.last_batch_id = seen.files + 1, sight.batch_id
    for name, seen in found.items():
        before = columns.get(name)
        if before is None:
            columns[name] = seen
            if not seen.is_from_the_start:
                changes.new.setdefault(stream, []).append(name)
        else:
            before.is_read, before.files = seen.is_read, before.files + seen.files
            before.last_batch_id, before.missed_batch_id = seen.last_batch_id, None
    last_with_header = next((s for s in reversed(sights) if s.has_header), None)
    if last_with_header is not None:
        for name, seen in columns.items():
            if name not in found and seen.missed_batch_id is None:
                seen.missed_batch_id = last_with_header.batch_id
                changes.gone.setdefault(stream, []).append(name)


def _load(connection: duckdb.DuckDBPyConnection, stream: _Stream) -> dict[str, _Seen]:
    rows = connection.execute(
        "select column_name, is_read, is_from_the_start, files, first_batch_id, last_batch_id, missed_batch_id"
        f" from raw.{TABLE} where system = ? and table_name = ? and folder = ?",
        list(stream),
    ).fetchall()
    return {name: _Seen(*rest) for name, *rest in rows}


def _save(connection: duckdb.DuckDBPyConnection, stream: _Stream, columns: Mapping[str, _Seen]) -> None:
    connection.execute(f"delete from raw.{TABLE} where system = ? and table_name = ? and folder = ?", list(stream))
    rows = [
        (*stream, name, s.is_read, s.is_from_the_start, s.files, s.first_batch_id, s.last_batch_id, s.missed_batch_id)
        for name, s in sorted(columns.items())
    ]
    connection.executemany(f"insert into raw.{TABLE} ({', '.join(COLUMNS)}) values ({', '.join('?' for _ in COLUMNS)})", rows)
