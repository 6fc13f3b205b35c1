"""CSV, the fast way: the whole file through Arrow's parser, once a few scans over the bytes have shown that nothing about it is odd.
The separator may be another than a comma, and quotes may mean nothing (a vendor's tabs: `15" wheels`).

Anything odd (a short or long row, a stray quote, mixed line ends, a wrong byte) returns None: then csv_exact reads the file, slower by
an order of magnitude, and says what is wrong on which line. Both give the same rows for the same file; a test says so.
"""

from __future__ import annotations

import csv

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from ingestion.sources.base import FileSetAsideError
from ingestion.sources.files.headers import normalise_header
from ingestion.sources.spool import LINE_NUMBER, ROW_NUMBER

_QUOTE, _LF, _CR = (ord(c) for c in '"\n\r')
_BLOCK_BYTES = 8 << 20
BOM = b"\xef\xbb\xbf"


def read_fast(data: bytes, separator: str = ",", has_quotes: bool = True) -> pa.Table | None:
    """All rows as text, with `_line_number` and `_row_number`; None where the exact reader must look.

    Raises FileSetAsideError for a doubled header name.
    """
    start = len(BOM) if data.startswith(BOM) else 0
    carriage_returns = data.count(b"\r")
    if carriage_returns and data.count(b"\r\n") != carriage_returns:
        return None
    header_end = data.find(b"\n", start)
    if header_end < 0:
        return None  # a header without a line end, or nothing at all
    header = _header(data[start:header_end], separator, has_quotes)
    if header is None:
        return None
    names = normalise_header(header)
    body = header_end + 1
    if body >= len(data):
        return _numbered(pa.table({n: pa.array([], pa.string()) for n in names}), None)
    quotes = _quotes(data) if has_quotes else None
    if quotes is not None and not _quotes_are_regular(data, quotes, ord(separator)):
        return None
    lines, spans_lines = _record_lines(data, quotes, body) if quotes is not None else (None, False)
    parsing = pacsv.ParseOptions(delimiter=separator, quote_char='"' if has_quotes else False, newlines_in_values=spans_lines)
    table = _parse(data, start, names, parsing)
    if table is None:
        return None
    line_count = data.count(b"\n", body) + (not data.endswith(b"\n"))
    if lines is None and table.num_rows != line_count:  # there are blank lines
        lines, _ = _record_lines(data, None, body)
    if lines is not None and len(lines) != table.num_rows:
        return None
    return _numbered(table, lines)


def _header(line: bytes, separator: str, has_quotes: bool) -> list[str] | None:
    """The header's cells; None where it is blank, spans lines or is not UTF-8."""
    try:
        lines = [line.decode("utf-8").rstrip("\r")]
        cells = next(csv.reader(lines, strict=True, delimiter=separator, quoting=csv.QUOTE_MINIMAL if has_quotes else csv.QUOTE_NONE))
    except (UnicodeDecodeError, csv.Error, StopIteration):
        return None
    return cells if any(c.strip() for c in cells) else None


def _quotes(data: bytes) -> np.ndarray | None:
    """Where the quotes are; None if there are none."""
    if b'"' not in data:
        return None
    return np.flatnonzero(np.frombuffer(data, np.uint8) == _QUOTE)


def _quotes_are_regular(data: bytes, quotes: np.ndarray, separator: int) -> bool:
    """RFC 4180: each quote opens at the start of a cell, closes at the end of one, or is one of a pair inside."""
    if len(quotes) % 2:
        return False
    octets = np.frombuffer(data, np.uint8)
    opens, closes = quotes[0::2], quotes[1::2]
    before = octets[np.maximum(opens - 1, 0)]
    at_start = (opens == 0) | np.isin(before, (separator, _LF, _QUOTE)) | ((opens == len(BOM)) & data.startswith(BOM))
    after = octets[np.minimum(closes + 1, len(data) - 1)]
    at_end = (closes == len(data) - 1) | np.isin(after, (separator, _LF, _CR, _QUOTE))
    return bool(at_start.all() and at_end.all())


def _record_lines(data: bytes, quotes: np.ndarray | None, body: int) -> tuple[np.ndarray, bool]:
    """(physical line on which each record starts, whether any record spans lines). Blank lines are no records."""
    octets = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(octets == _LF)
    spans_lines = False
    line_after = np.arange(2, len(ends) + 2)
    if quotes is not None:
        inside = (np.searchsorted(quotes, ends) & 1).astype(bool)
        spans_lines = bool(inside.any())
        ends, line_after = ends[~inside], line_after[~inside]
    starts = ends + 1
    keep = (starts >= body) & (starts < len(data))
    starts, line_after = starts[keep], line_after[keep]
    first = octets[starts]
    second = octets[np.minimum(starts + 1, len(data) - 1)]
    blank = (first == _LF) | ((first == _CR) & ((second == _LF) | (starts == len(data) - 1)))
    return line_after[~blank], spans_lines


def _parse(data: bytes, start: int, names: list[str], parsing: pacsv.ParseOptions) -> pa.Table | None:
    """Arrow's parser over the body. None if a row is short or long, a cell too large, or a byte not UTF-8."""
    source = pa.py_buffer(data).slice(start)
    try:
        return pacsv.read_csv(
            pa.BufferReader(source),
            read_options=pacsv.ReadOptions(column_names=names, skip_rows=1, block_size=_BLOCK_BYTES),
            parse_options=parsing,
            convert_options=pacsv.ConvertOptions(
                column_types={n: pa.string() for n in names},
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
            ),
        )
    except pa.ArrowInvalid:
        return None
    except pa.ArrowException as e:
        raise FileSetAsideError.unreadable(f"cannot be read as CSV ({type(e).__name__})") from None


def _numbered(table: pa.Table, lines: np.ndarray | None) -> pa.Table:
    numbers = np.arange(1, table.num_rows + 1)
    table = table.append_column(LINE_NUMBER, pa.array(numbers + 1 if lines is None else lines, pa.int64()))
    return table.append_column(ROW_NUMBER, pa.array(numbers, pa.int64()))
