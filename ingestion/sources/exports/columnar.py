"""Parquet, and JSON lines in bulk, as one flat table of text: the same columns as documents.py makes record by record, by whole columns.

Names, lists of key and value, null and empty are as there. A number is written anew (12.50 becomes 12.5); one that would lose digits
sends its lines to documents.py, and so does every block of lines that is not plainly one object a line.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingestion.sources.exports.spec import Table, fold
from ingestion.sources.files.headers import normalise
from ingestion.sources.files.parquet import as_text

if TYPE_CHECKING:
    import duckdb

ROWS_AT_ONCE = 1 << 16
_EXACT = float(1 << 53)
_OF_THREAD = threading.local()


class NotPlainError(Exception):
    """These rows are better read one by one."""


def parquet_tables(data: bytes) -> Iterator[pa.Table]:
    """The rows of a Parquet file, some ten thousand at a time. Raises an ArrowException or OSError where it is damaged."""
    import pyarrow.parquet as pq

    file = pq.ParquetFile(pa.BufferReader(data))
    for batch in file.iter_batches(ROWS_AT_ONCE, use_threads=True):
        yield pa.Table.from_batches([batch])


def in_order(work: Callable[[Any], Any], tasks: Iterator[Any], threads: int = 2) -> Iterator[Any]:
    """What `work` makes of each task, in their order, a few at the same time. Arrow lets go of the interpreter while it works."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(max_workers=threads, thread_name_prefix="columns") as pool:
        waiting = [pool.submit(work, task) for task in islice(tasks, threads + 1)]
        while waiting:
            done = waiting.pop(0)
            yield done.result()
            waiting += [pool.submit(work, task) for task in islice(tasks, 1)]


def flattened(rows: pa.Table, table: Table) -> dict[str, pa.Array]:
    """name -> text, for every value in the rows, in the order of the columns. Columns of which no row has a value are null arrays."""
    columns: dict[str, pa.Array] = {}
    for name, column in zip(rows.column_names, rows.columns, strict=True):
        array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        if isinstance(array, pa.ChunkedArray):  # of no rows
            array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], column.type)
        for found, text in _flat(name, normalise(name, 1), array, table):
            columns[found] = text
    return columns


def _flat(path: str, name: str, array: pa.Array, table: Table) -> Iterator[tuple[str, pa.Array]]:
    kind = array.type
    if path in table.key_values and _is_list(kind):
        yield from _promoted(name, array, *table.key_values[path])
    elif pa.types.is_struct(kind) and kind.num_fields:
        for field, part in zip(kind, array.flatten(), strict=True):
            yield from _flat(f"{path}.{field.name}", f"{name}_{normalise(field.name, 1)}", part, table)
    else:
        yield table.aliases.get(fold(name), name), text_of_array(array)


def _promoted(name: str, lists: pa.Array, key: str, content: str) -> Iterator[tuple[str, pa.Array]]:
    """A list of {key, value} in each row as a column for each key. Of a key that a row has twice the last counts."""
    pairs = lists.flatten()
    if not len(pairs) or not pa.types.is_struct(pairs.type) or pairs.type.get_field_index(key) < 0:
        return
    parts = dict(zip([f.name for f in pairs.type], pairs.flatten(), strict=True))
    keys = pc.dictionary_encode(parts[key])
    values = _first(parts[content]) if content in parts else pa.nulls(len(pairs), pa.string())
    parents = pc.list_parent_indices(lists).to_numpy(zero_copy_only=False)
    codes = pc.fill_null(keys.indices, -1).to_numpy(zero_copy_only=False)
    codes = codes.astype(np.int16) if len(keys.dictionary) < 32_000 else codes
    order = np.argsort(codes, kind="stable")  # 16 bits: a radix sort
    ends = np.searchsorted(codes[order], np.arange(len(keys.dictionary)), side="right")
    starts = np.searchsorted(codes[order], np.arange(len(keys.dictionary)), side="left")
    for number, word in enumerate(keys.dictionary.to_pylist()):
        places = order[starts[number] : ends[number]]
        rows = np.full(len(lists), -1, dtype=np.int64)
        rows[parents[places]] = places
        yield f"{name}_{normalise(word)}", values.take(pa.array(rows, mask=rows < 0))


def _first(value: pa.Array) -> pa.Array:
    """Of a value given in one of several types ({string_value, int_value, …}) the one that is there, as text."""
    if not pa.types.is_struct(value.type):
        return text_of_array(value)
    parts = [text_of_array(part) for part in value.flatten()]
    return pc.coalesce(*parts) if parts else pa.nulls(len(value), pa.string())


def text_of_array(array: pa.Array) -> pa.Array:
    """Values as text; lists and structures as JSON, a list of words joined by `|`, empty text as null."""
    kind = array.type
    if pa.types.is_null(kind) or array.null_count == len(array):
        return pa.nulls(len(array), pa.string())
    if pa.types.is_floating(kind):
        largest = pc.max(pc.abs(array)).as_py()
        if largest is not None and not largest < _EXACT:  # or not a number
            raise NotPlainError
        return array.cast(pa.string())
    if _is_list(kind) and (pa.types.is_string(kind.value_type) or pa.types.is_large_string(kind.value_type)):
        joined = pc.binary_join(array, "|")
        return pc.if_else(pc.equal(pc.list_value_length(array), 0), pa.scalar("[]"), _or_null(joined))
    return _json(array) if pa.types.is_nested(kind) else as_text(array)


def _or_null(text: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)


def _is_list(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind))


def _json(array: pa.Array) -> pa.Array:
    """Nested values as JSON. Most rows of an export have an empty list there: those are not asked about."""
    if _is_list(array.type):
        lengths = pc.list_value_length(array)
        if pc.max(lengths).as_py() == 0:
            return pc.if_else(pc.is_null(array), pa.scalar(None, pa.string()), pa.scalar("[]"))
    engine = _engine()
    engine.register("rows_of_file", pa.table({"value": array}))
    made = engine.execute("select cast(to_json(value) as varchar) as value from rows_of_file").to_arrow_table()
    engine.unregister("rows_of_file")
    text = made["value"].combine_chunks() if made.num_rows else pa.array([], pa.string())
    return pc.if_else(pc.is_null(array), pa.scalar(None, pa.string()), text.cast(pa.string()))


def _engine() -> duckdb.DuckDBPyConnection:
    """A database of this thread's own; it goes with the thread."""
    import duckdb

    found: duckdb.DuckDBPyConnection | None = getattr(_OF_THREAD, "engine", None)
    if found is None:
        found = _OF_THREAD.engine = duckdb.connect(config={"threads": 1})
    return found
