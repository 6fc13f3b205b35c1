"""Parquet: native types become the text that a CSV would hold, so that raw is text whatever the format."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ingestion.contract import Entity
from ingestion.sources.base import FileSetAsideError
from ingestion.sources.files.headers import normalise_header, require_columns
from ingestion.sources.spool import LINE_NUMBER, ROW_NUMBER, Spool

_ROWS_AT_ONCE = 1 << 16


def read_parquet(data: bytes, table: str, entity: Entity, scratch: Path) -> tuple[Spool, int]:
    """(all rows as text, number of rows). Line number = row + 1, as if there were a header.

    Raises FileSetAsideError for a file that is damaged anywhere, has a name twice or lacks a required column.
    """
    spool = Spool(table, scratch)
    try:
        file = pq.ParquetFile(pa.BufferReader(data))
        names = normalise_header(file.schema_arrow.names)
        count = file.metadata.num_rows
        require_columns(entity, names, count)
        done = 0
        for batch in file.iter_batches(_ROWS_AT_ONCE, use_threads=True):
            columns = [
                as_text(column, entity.columns.get(name) in ("text", "bool")) for name, column in zip(names, batch.columns, strict=True)
            ]
            rows = pa.table(columns, schema=pa.schema([pa.field(n, pa.string()) for n in names]))
            numbers = pa.array(range(done + 1, done + batch.num_rows + 1), pa.int64())
            spool.add(rows.append_column(LINE_NUMBER, pc.add(numbers, 1)).append_column(ROW_NUMBER, numbers))
            done += batch.num_rows
    except (pa.ArrowException, OSError, UnicodeDecodeError) as e:
        raise FileSetAsideError.unreadable(f"is no whole Parquet file ({type(e).__name__})") from None
    if done != count:
        raise FileSetAsideError.unreadable(f"its footer promises {count} rows, it holds {done}")
    return spool, count


def as_text(column: pa.Array, is_text: bool = False) -> pa.Array:
    """A column as text, by the rules of input_contract.md; empty text is null.

    Instants end in `+00:00`; dates are YYYY-MM-DD; booleans true/false; lists and structs JSON. A double keeps its point (2022.0),
    unless the contract wants text or a boolean there (`is_text`): then 12345.0 is the stock number 12345, which only became a double
    because some cell of its column was empty. NaN is how data frames say empty: null.
    """
    kind = column.type
    if pa.types.is_dictionary(kind):
        return as_text(column.dictionary_decode(), is_text)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        text = column.cast(pa.string())
    elif pa.types.is_floating(kind):
        text = pa.array([_number_text(v, is_text) for v in column.to_pylist()], pa.string())
    elif pa.types.is_decimal(kind):
        text = pa.array([None if v is None else format(v, "f") for v in column.to_pylist()], pa.string())
    elif pa.types.is_timestamp(kind) and kind.tz is not None:
        text = pc.binary_join_element_wise(
            column.cast(pa.timestamp(kind.unit, "UTC")).cast(pa.timestamp(kind.unit)).cast(pa.string()), "+00:00", ""
        )
    elif pa.types.is_time(kind):
        text = pc.replace_substring_regex(column.cast(pa.string()), r"\.0+$", "")
    elif pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind):
        text = _bytes_text(column)
    elif pa.types.is_nested(kind):
        text = pa.array([None if v is None else json.dumps(v, default=str, ensure_ascii=False) for v in column.to_pylist()], pa.string())
    else:  # whole numbers, booleans, dates, timestamps without zone, null
        text = column.cast(pa.string())
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)


def _number_text(value: float | None, is_text: bool) -> str | None:
    if value is None or value != value:
        return None
    if value.is_integer() and abs(value) < 1e18:
        return f"{value:.0f}" if is_text else f"{value:.1f}"
    return repr(value)


def _bytes_text(column: pa.Array) -> pa.Array:
    try:
        return column.cast(pa.binary()).cast(pa.string())
    except pa.ArrowInvalid:  # bytes that are no UTF-8
        return pa.array([None if v is None else v.hex() for v in column.to_pylist()], pa.string())
