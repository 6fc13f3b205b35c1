"""Files as a bad line, a bad disk or a bad export leaves them: no crash, and every record is either a row or a finding."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ingestion.contents import FileContent
from ingestion.contract import entities
from ingestion.sources.base import FileSetAsideError
from ingestion.sources.files import read_as

FILES = 200
COLUMNS = ["lead_id", "store_id", "inquiry_at", "email", "updated_at", "comments"]
ROWS = [
    [f"L{i}", "S1", "2026-03-30T10:00:00Z", f"l{i}@example.com", "2026-03-30T11:00:00Z", ['say "hi"', "two\nlines", "é 日本", ""][i % 4]]
    for i in range(40)
]
SPLINTERS = [b'"', b"\n", b"\r", b",", b"\0", b"\xff", b"\xc3", b"{", b"}", b"\\", b"", b"9" * 50, b"\xef\xbb\xbf", b'""', b"\r\n\r\n"]


def whole(form: str) -> bytes:
    """An undamaged file of ROWS."""
    if form == "jsonl":
        return "\n".join(json.dumps(dict(zip(COLUMNS, row, strict=True)), ensure_ascii=False) for row in ROWS).encode()
    if form == "parquet":
        sink = pa.BufferOutputStream()
        pq.write_table(pa.table(list(map(list, zip(*ROWS, strict=True))), names=COLUMNS), sink)
        return bytes(sink.getvalue())
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [COLUMNS, *ROWS]]
    return "\n".join(quoted).encode()


def damaged(data: bytes, chance: random.Random) -> bytes:
    """One to four wounds: bytes replaced, cut out, put in, or the end broken off."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) or 1)
        rest = data[at + chance.choice((0, 1, chance.randint(1, 60), len(data))) :]
        data = data[:at] + (chance.choice(SPLINTERS) if rest else b"") + rest
    return data


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "csv.gz"])
def test_damaged_files_cost_no_more_than_themselves(form: str, tmp_path: Path) -> None:
    chance = random.Random(form)
    original = whole(form.removesuffix(".gz"))
    if form == "csv.gz":
        original = gzip.compress(original, mtime=0)
    read, refused = 0, 0
    for _ in range(FILES):
        content = FileContent(damaged(original, chance), form == "csv.gz", tmp_path)
        try:
            result = read_as(form.removesuffix(".gz"), content, "t", entities()["leads"])
        except FileSetAsideError as e:
            assert e.findings and all(f.message for f in e.findings)
            refused += 1
            continue
        rows = [row for piece in result.pieces for row in piece.rows.to_pylist()]
        assert result.rows_read == len(rows) + result.rows_set_aside == len(rows) + len(result.findings)
        lines = [row["_line_number"] for row in rows] + [f.line_number for f in result.findings]
        assert len(set(lines)) == len(lines) and None not in lines
        read += 1
    assert refused > 10
    assert read > 10 or form in ("parquet", "csv.gz")
