"""Rows of one file on their way to raw: in memory while they are few, in a scratch file when they are many.

A file is judged as a whole (a quote that never closes on its last line spoils its first), so nothing may load before all of it is read.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.ipc as ipc

from ingestion.sources.base import Piece

MEMORY_BYTES = 768 << 20
LINE_NUMBER = pa.field("_line_number", pa.int64())
ROW_NUMBER = pa.field("_row_number", pa.int64())


def text_table(columns: Sequence[str], values: Sequence[Sequence[str | None]], lines: Sequence[int], numbers: Sequence[int]) -> pa.Table:
    """A table of text: `values` by column, each as long as `lines`, with `_line_number` and `_row_number` at the end."""
    fields = [*(pa.field(c, pa.string()) for c in columns), LINE_NUMBER, ROW_NUMBER]
    arrays = [*(pa.array(v, pa.string()) for v in values), pa.array(lines, pa.int64()), pa.array(numbers, pa.int64())]
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


class Spool:
    """Collects tables of one file. `pieces` gives them back, in order, all with the same columns (what a part lacks is null)."""

    def __init__(self, table: str, scratch: Path, memory_bytes: int = MEMORY_BYTES) -> None:
        self._table = table
        self._scratch = scratch
        self._room = memory_bytes
        self._parts: list[pa.Table | Path] = []
        self._fields: dict[str, pa.Field] = {}
        self.rows = 0

    def add(self, rows: pa.Table) -> None:
        """Take a table whose columns are text, but the `_` ones."""
        for name in rows.column_names:
            self._fields.setdefault(name, rows.schema.field(name))
        self.rows += rows.num_rows
        if rows.nbytes <= self._room:
            self._room -= rows.nbytes
            self._parts.append(rows)
            return
        path = self._scratch / f"{uuid.uuid4().hex}.arrow"
        with ipc.new_file(path, rows.schema, options=ipc.IpcWriteOptions(compression="lz4")) as writer:
            writer.write_table(rows, max_chunksize=1 << 17)
        self._parts.append(path)

    @property
    def columns(self) -> list[str]:
        """Names of all columns seen, in the order of their first appearance, without the `_` ones."""
        return [name for name in self._fields if not name.startswith("_")]

    def pieces(self) -> Iterator[Piece]:
        """The tables, once: a scratch file is removed when it has been given."""
        fields = [*(f for n, f in self._fields.items() if not n.startswith("_")), LINE_NUMBER, ROW_NUMBER]
        parts, self._parts = self._parts, []
        for part in parts:
            if isinstance(part, Path):
                with pa.OSFile(str(part)) as source:
                    rows = ipc.open_file(source).read_all()
                part.unlink()
            else:
                rows = part
            arrays = [rows[f.name] if f.name in rows.schema.names else pa.nulls(rows.num_rows, f.type) for f in fields]
            yield Piece(self._table, pa.Table.from_arrays(arrays, schema=pa.schema(fields)))
