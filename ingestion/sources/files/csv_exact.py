"""CSV, the exact way: record by record, with the physical line of each, for files in which something is odd."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from ingestion.sources.base import MALFORMED_ROW, FileSetAsideError, Finding
from ingestion.sources.files.headers import normalise_header
from ingestion.sources.spool import Spool, text_table

_ROWS_AT_ONCE = 20_000
_NEVER_CLOSES = "unexpected end of data"


def text_lines(data: bytes) -> Iterator[str]:
    """Lines with their ends, ended by LF, CR LF or CR and nothing else (not by U+2028, for instance). A byte order mark is dropped.

    Raises FileSetAsideError where a byte is not UTF-8.
    """
    try:
        yield from io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig", newline="")
    except UnicodeDecodeError:
        raise FileSetAsideError.unreadable(f"is not UTF-8 (line {_line_of_bad_byte(data)})") from None


def _line_of_bad_byte(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as e:
        return len(data[: e.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"))
    return 1


def read_exact(
    data: bytes, table: str, scratch: Path, separator: str = ",", has_quotes: bool = True
) -> tuple[Spool, int, list[Finding], list[str]]:
    """(rows that can be used, number of records, findings for those that cannot, column names).

    has_quotes: whether `"` is more than a sign.
    More cells than the header, or text after a closing quote: that row. A quote that is still open at the end of the file, or that
    closes on a later line in the middle of a cell (so that it was never meant to be open for so long): the whole file.
    """
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    reader = csv.reader(text_lines(data), strict=True, delimiter=separator, quoting=csv.QUOTE_MINIMAL if has_quotes else csv.QUOTE_NONE)
    names: list[str] | None = None
    spool = Spool(table, scratch)
    findings: list[Finding] = []
    rows: list[list[str]] = []
    lines: list[int] = []
    numbers: list[int] = []
    count = 0

    def flush() -> None:
        if rows and names:
            spool.add(text_table(names, [[v or None for v in column] for column in zip(*rows, strict=True)], lines, numbers))
            for collected in (rows, lines, numbers):
                collected.clear()

    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error as e:
            if _NEVER_CLOSES in str(e):
                raise FileSetAsideError.unreadable(f"a quote opened in the record of line {line} never closes") from None
            if reader.line_num > line or names is None:
                where = f"a quote opened in the record of line {line} does not close before line {reader.line_num}"
                raise FileSetAsideError.unreadable(f"{where}, where more text follows it") from None
            count += 1
            findings.append(Finding(MALFORMED_ROW, "text follows a closing quote", line_number=line))
            continue
        if not row or (len(row) == 1 and not row[0].strip() and (names is None or len(names) > 1)):
            continue
        if names is None:
            if any(cell.strip() for cell in row):
                names = normalise_header(row)
            continue
        count += 1
        if len(row) > len(names):
            findings.append(Finding(MALFORMED_ROW, f"the row has {len(row)} cells, the header {len(names)}", line_number=line))
            continue
        rows.append(row if len(row) == len(names) else row + [""] * (len(names) - len(row)))
        lines.append(line)
        numbers.append(count)
        if len(rows) >= _ROWS_AT_ONCE:
            flush()
    if names is None:
        raise FileSetAsideError.unreadable("has no header row")
    flush()
    if not spool.rows:
        spool.add(text_table(names, [[] for _ in names], [], []))
    return spool, count, findings, names
