"""Large files by whole columns: Parquet, and JSON lines in blocks. A block that is not plain is read line by line instead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa

from ingestion.sources.base import FileSetAsideError, Finding
from ingestion.sources.exports.columnar import NotPlainError, flattened, in_order, parquet_tables
from ingestion.sources.exports.spec import ACCOUNT, Table
from ingestion.sources.spool import LINE_NUMBER, ROW_NUMBER, Spool

MIN_BYTES = 256 << 10  # smaller files are as quick line by line
BLOCK_BYTES = 16 << 20
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


@dataclass
class Bulk:
    """Rows of a file, with what was said on the way. `records` are all of it, used or not; `names` all columns that were seen."""

    spool: Spool
    records: int = 0
    names: dict[str, None] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)  # rows that were set aside
    bad_cells: list[Finding] = field(default_factory=list)  # of rows that load


@dataclass
class _Block:
    columns: dict[str, pa.Array]
    lines: pa.Array
    numbers: pa.Array  # from 1 within the block
    findings: list[Finding]
    records: int
    names: tuple[str, ...]


def is_for_bulk(data: bytes, table: Table) -> bool:
    """Whether JSON lines of this table can be read by columns, and are worth it."""
    return len(data) >= MIN_BYTES and not (table.children or table.records or table.context) and not data.startswith(_MARKS)


def read_parquet(data: bytes, table: Table, raw_name: str, account: str | None, scratch: Path) -> Bulk:
    """Line number = row + 1, as for every Parquet file. Raises FileSetAsideError where it is damaged anywhere."""

    def block(rows: pa.Table) -> _Block:
        columns = flattened(rows, table)
        numbers = pa.array(range(1, rows.num_rows + 1), pa.int64())
        return _Block(columns, pa.compute.add(numbers, 1), numbers, [], rows.num_rows, tuple(columns))

    try:
        return _collected(in_order(block, parquet_tables(data)), table, raw_name, account, scratch, are_lines_rows=True)
    except NotPlainError:
        raise FileSetAsideError.unreadable("holds a number of more than 15 digits as a float") from None
    except (pa.ArrowException, OSError, UnicodeDecodeError) as e:
        raise FileSetAsideError.unreadable(f"is no whole Parquet file ({type(e).__name__})") from None


def read_lines(data: bytes, table: Table, raw_name: str, account: str | None, scratch: Path, block_bytes: int = BLOCK_BYTES) -> Bulk:
    """JSON lines. What is no object is a finding, as in documents.py."""
    texts: dict[str, pa.DataType] = {}  # columns whose words look like times: they stay words

    def block(bounds: tuple[int, int]) -> _Block:
        part = memoryview(data)[bounds[0] : bounds[1]]
        try:
            rows = _parsed(part, texts)
            columns = flattened(rows, table)
        except (NotPlainError, pa.ArrowException, ValueError):
            return _one_by_one(bytes(part), table)
        numbers = pa.array(range(1, rows.num_rows + 1), pa.int64())
        return _Block(columns, numbers, numbers, [], rows.num_rows, tuple(columns))

    return _collected(in_order(block, _bounds(data, block_bytes)), table, raw_name, account, scratch, _line_counts(data, block_bytes))


def _bounds(data: bytes, size: int) -> Iterator[tuple[int, int]]:
    """Blocks that end with a line."""
    begin = 0
    while begin < len(data):
        end = data.find(b"\n", begin + size)
        end = len(data) if end < 0 else end + 1
        yield begin, end
        begin = end


def _line_counts(data: bytes, size: int) -> Iterator[int]:
    return (data.count(b"\n", begin, end) for begin, end in _bounds(data, size))


def _parsed(part: memoryview, texts: dict[str, pa.DataType]) -> pa.Table:
    """A block as a table. Raises NotPlainError, ValueError or an ArrowException for anything but one object a line in UTF-8."""
    from pyarrow import json

    block = bytes(part)
    if b"\\ud" in block or b"\\uD" in block or b"\x00" in block or b"}{" in block:
        raise NotPlainError
    if not block.isascii():
        block.decode()
    options = json.ReadOptions(use_threads=False, block_size=len(block) + 1)
    for _ in range(3):
        schema = pa.schema([pa.field(name, kind) for name, kind in texts.items()]) if texts else None
        parse = json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="infer")
        rows = json.read_json(pa.BufferReader(block), read_options=options, parse_options=parse)
        times = {f.name: _without_times(f.type) for f in rows.schema if _without_times(f.type) != f.type}
        if not times:
            break
        texts.update(times)
    else:
        raise NotPlainError
    lines = block.count(b"\n") + (not block.endswith(b"\n"))
    if rows.num_rows != lines:
        raise NotPlainError  # empty lines, or several objects on one
    absent = [name for name in texts if rows.column(name).null_count == rows.num_rows]
    return rows.drop_columns(absent)


def _without_times(kind: pa.DataType) -> pa.DataType:
    """A type with text in the place of times, which Arrow sees in text that looks like one."""
    if pa.types.is_timestamp(kind):
        return pa.string()
    if pa.types.is_struct(kind):
        return pa.struct([pa.field(f.name, _without_times(f.type)) for f in kind])
    if pa.types.is_list(kind):
        return pa.list_(_without_times(kind.value_type))
    return kind


def _one_by_one(part: bytes, table: Table) -> _Block:
    from ingestion.sources.exports.documents import read_documents

    found = read_documents(part, "jsonl", replace(table, keys=()), {}, None)
    rows = found.rows[table.name]
    columns = {name: pa.array(cells, pa.string()) for name, cells in rows.columns.items() if name != ACCOUNT}
    names = tuple(name for name in found.names if name != ACCOUNT)
    lines, numbers = pa.array(rows.lines, pa.int64()), pa.array(rows.numbers, pa.int64())
    return _Block(columns, lines, numbers, found.findings, found.records, names)


def _collected(
    blocks: Iterator[_Block],
    table: Table,
    raw_name: str,
    account: str | None,
    scratch: Path,
    line_counts: Iterator[int] | None = None,
    are_lines_rows: bool = False,
) -> Bulk:
    """Blocks one after another: lines and rows are counted through."""
    from ingestion.sources.exports.reading import bad_cells, with_keys

    bulk, lines = Bulk(Spool(raw_name, scratch)), 0
    for block in blocks:
        bulk.names.update(dict.fromkeys(block.names))
        given = {n: a for n, a in block.columns.items() if n in table.columns or a.null_count < len(a)}
        rows = pa.table(list(given.values()), names=list(given)) if given else pa.table({"_": pa.nulls(len(block.lines))}).select([])
        if ACCOUNT not in given:
            rows = rows.append_column(ACCOUNT, pa.repeat(pa.scalar(account, pa.string()), len(block.lines)))
        rows = rows.append_column(LINE_NUMBER, pa.compute.add(block.lines, lines))
        rows = rows.append_column(ROW_NUMBER, pa.compute.add(block.numbers, bulk.records))
        bulk.findings += [replace(f, line_number=(f.line_number or 0) + lines) for f in block.findings]
        for key in table.keys:
            if key not in rows.column_names:
                rows = rows.append_column(key, pa.nulls(rows.num_rows, pa.string()))
        rows, lacking = with_keys(table, rows)
        bulk.findings += lacking
        bulk.records += block.records
        lines += block.records if are_lines_rows else next(line_counts or iter(()))
        if rows.num_rows:
            bulk.bad_cells += bad_cells(table, rows)
            bulk.spool.add(rows)
    return bulk
