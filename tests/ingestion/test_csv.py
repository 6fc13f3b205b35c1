"""CSV: the fast reader and the exact one agree; lines are the physical ones; what is odd is named, and costs no more than it must."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingestion.sources.base import FileSetAsideError
from ingestion.sources.files.csv_exact import read_exact
from ingestion.sources.files.csv_fast import read_fast

Exact = Callable[[bytes], tuple[list[str], list[tuple[Any, ...]]]]


def fast(data: bytes) -> list[tuple[Any, ...]] | None:
    table = read_fast(data)
    return None if table is None else [tuple(row.values()) for row in table.to_pylist()]


FAST_FILES = {
    "plain": b"a,b\n1,2\n3,4\n",
    "no line end at the end": b"a,b\n1,2\n3,4",
    "byte order mark": b"\xef\xbb\xbfa,b\n1,2\n",
    "byte order mark before a quote": b'\xef\xbb\xbf"a","b"\n1,2\n',
    "crlf": b"a,b\r\n1,2\r\n3,4\r\n",
    "blank lines": b"a,b\n1,2\n\n\n3,4\n\n",
    "blank lines, crlf": b"a,b\r\n1,2\r\n\r\n3,4\r\n\r\n",
    "a record over three lines": b'a,b\n1,"x\ny\n\nz"\n3,4\n',
    "a record over lines after blank ones": b'a,b\r\n\r\n1,"x\r\ny"\r\n\r\n3,4\r\n',
    "pairs of quotes": b'a,b\n"say ""hi""","""q"""\n"",""\n',
    "empty is null": b'a,b\n,""\n1,\n',
    "header only": b"a,b\n",
    "header in capitals and blanks": b" A ,B b\n1,2\n",
    "not ASCII": "a,b\nRené,日本\n".encode(),
    "line separators of Unicode are no line ends": "a,b\nx\u2028y,\x0b\x0c\x1c\n3,4\n".encode(),
    "commas and ends in quotes": b'a,b\n"1,2","\r\n"\n',
}


@pytest.mark.parametrize("data", FAST_FILES.values(), ids=FAST_FILES)
def test_both_readers_see_the_same(data: bytes, read_csv: Exact) -> None:
    rows = fast(data)
    assert rows is not None, "the fast reader gave up on a regular file"
    assert rows == read_csv(data)[1]


ODD_FILES = {
    "carriage returns alone": (b"a,b\r1,2\r3,4\r", [("1", "2", 2, 1), ("3", "4", 3, 2)]),
    "a short row": (b"a,b,c\n1,2\n3,4,5\n", [("1", "2", None, 2, 1), ("3", "4", "5", 3, 2)]),
    "a quote within a cell": (b'a,b\nan 18" wheel,2\n', [('an 18" wheel', "2", 2, 1)]),
    "blank lines before the header": (b"\n\na,b\n1,2\n", [("1", "2", 4, 1)]),
    "a line of blanks": (b"a,b\n1,2\n   \n3,4\n", [("1", "2", 2, 1), ("3", "4", 4, 2)]),
    "a header over two lines": (b'a,"b\nb"\n1,2\n', [("1", "2", 3, 1)]),
    "a header without line end": (b"a,b", []),
    "mixed line ends": (b"a,b\n1,2\r3,4\r\n5,6\n", [("1", "2", 2, 1), ("3", "4", 3, 2), ("5", "6", 4, 3)]),
}


@pytest.mark.parametrize(("data", "expected"), ODD_FILES.values(), ids=ODD_FILES)
def test_what_the_fast_reader_leaves_the_exact_one_reads(data: bytes, expected: list[tuple[Any, ...]], read_csv: Exact) -> None:
    assert fast(data) is None
    assert read_csv(data)[1] == expected


def test_a_long_row_and_text_after_a_quote_cost_their_own_row(tmp_path: Path) -> None:
    data = b'a,b\n1,2\n3,4,5\n"6"x,7\n8,9\n'
    assert fast(data) is None
    spool, count, findings, _ = read_exact(data, "t", tmp_path)
    assert (count, spool.rows) == (4, 2)
    assert [(f.reason_code, f.line_number, f.is_row_loaded) for f in findings] == [("malformed_row", 3, False), ("malformed_row", 4, False)]


@pytest.mark.parametrize(
    ("data", "says"),
    {
        "never closes": (b'a,b\n1,2\n3,"4\n5,6\n', "line 3 never closes"),
        "closes by accident": (b'a,b\n1,2\n3,"4\n5,6\n7,"x"\n8,9\n', "line 3 does not close"),
        "not UTF-8": (b"a,b\n1,2\nRen\xe9,4\n", "not UTF-8 (line 3)"),
        "a cut character at the end": ("a,b\n1,é".encode()[:-1], "not UTF-8"),
        "doubled names": (b"Email,email \n1,2\n", "email more than once"),
        "doubled after normalising": (b"Foo-Bar,foo_bar\n1,2\n", "foo_bar more than once"),
        "blank lines only": (b"\n\n", "no header row"),
        "byte order mark only": (b"\xef\xbb\xbf", "no header row"),
    }.values(),
)
def test_what_spoils_a_whole_file(data: bytes, says: str, tmp_path: Path) -> None:
    with pytest.raises(FileSetAsideError, match=says.replace("(", r"\(").replace(")", r"\)")) as error:
        if read_fast(data) is None:
            read_exact(data, "t", tmp_path)
    assert [f.reason_code for f in error.value.findings] == ["unreadable_file"]


cell = st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=6) | st.sampled_from(
    ['"', '""', "a,b", "x\ny", " ", ""]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.lists(cell, min_size=3, max_size=3), max_size=6),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_whatever_a_csv_writer_writes_comes_back(rows: list[list[str]], quoting: Any, end: str, read_csv: Exact) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=quoting, lineterminator=end)
    writer.writerows([["a", "b", "c"], *rows])
    data = out.getvalue().encode()
    _, exact = read_csv(data)
    assert [row[:3] for row in exact] == [tuple(v or None for v in row) for row in rows]
    quick = fast(data)
    assert quick is None or quick == exact


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.text(st.sampled_from('ab",\n\r '), max_size=30))
def test_the_fast_reader_never_says_otherwise(data: str, tmp_path: Path) -> None:
    """Any scribble: either the fast reader gives up, or both give the same rows and nothing is malformed."""
    octets = ("h1,h2\n" + data).encode()
    quick = fast(octets)
    if quick is not None:
        spool, count, findings, _ = read_exact(octets, "t", tmp_path)
        assert findings == []
        assert quick == [tuple(row.values()) for piece in spool.pieces() for row in piece.rows.to_pylist()]
        assert count == len(quick)
