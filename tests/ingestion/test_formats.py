"""JSONL and Parquet become the same text that a CSV would hold."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ingestion.contents import FileContent
from ingestion.contract import entities
from ingestion.sources.base import FileRead, FileSetAsideError
from ingestion.sources.files import read_as
from ingestion.sources.files.headers import normalise
from ingestion.sources.files.parquet import as_text
from ingestion.sources.spool import Spool, text_table

LEAD = {"lead_id": "L1", "store_id": "S1", "inquiry_at": "2026-03-30T10:00:00Z", "updated_at": "2026-03-30T11:00:00Z"}


def read(form: str, data: bytes, tmp_path: Path, is_gzip: bool = False, entity: str = "leads") -> FileRead:
    return read_as(form, FileContent(data, is_gzip, tmp_path), "t", entities()[entity])


def rows(result: FileRead) -> list[dict[str, Any]]:
    return [row for piece in result.pieces for row in piece.rows.to_pylist()]


def test_jsonl_keeps_the_digits_it_was_sent_with(tmp_path: Path) -> None:
    line = (
        json.dumps(LEAD)[:-1]
        + ', "budget": 35000.10, "model_year": 2022, "Has Trade In": true, "vin": null, "x": {"a": [1, 2.50]}, "big": 12345678901234567890}'
    )
    (row,) = rows(read("jsonl", line.encode(), tmp_path))
    assert (row["budget"], row["model_year"], row["has_trade_in"], row["vin"]) == ("35000.10", "2022", "true", None)
    assert row["big"] == "12345678901234567890"
    assert json.loads(row["x"]) == {"a": [1, 2.5]}
    assert (row["_line_number"], row["_row_number"]) == (1, 1)


def test_broken_lines_are_malformed_and_the_others_load(tmp_path: Path) -> None:
    good = json.dumps(LEAD)
    lines = [
        good,
        "",
        '{"lead_id": "L2"',
        "[1]",
        '"x"',
        good,
        '{"vin": "a", "VIN": "b"}',
        '{"x": NaN}',
        '{"x": "\\ud800"}',
        "[" * 5000,
        good,
    ]
    result = read("jsonl", "\r\n".join(lines).encode(), tmp_path)
    assert [(f.line_number, f.reason_code) for f in result.findings] == [(n, "malformed_row") for n in (3, 4, 5, 7, 8, 9, 10)]
    assert [r["_line_number"] for r in rows(result)] == [1, 6, 11]
    assert result.rows_read == 10 and result.rows_set_aside == 7


def test_a_name_that_no_object_has_is_a_missing_column_and_one_that_some_have_is_a_missing_value(tmp_path: Path) -> None:
    lacking = {k: v for k, v in LEAD.items() if k != "updated_at"}
    with pytest.raises(FileSetAsideError) as error:
        read("jsonl", json.dumps(lacking).encode(), tmp_path)
    assert [(f.reason_code, f.column_name) for f in error.value.findings] == [("missing_required_column", "updated_at")]
    assert error.value.rows_read == 1
    assert len(rows(read("jsonl", f"{json.dumps(lacking)}\n{json.dumps(LEAD)}".encode(), tmp_path))) == 2


@pytest.mark.parametrize("form", ["csv", "jsonl"])
@pytest.mark.parametrize(
    ("data", "says"),
    [(b"", "zero bytes"), (b"a\0b\n", "NUL byte in line 1"), ("lead_id\nü".encode("utf-16"), "UTF-16"), (b"\xff\n", "not UTF-8")],
)
def test_unreadable_text_says_why(form: str, data: bytes, says: str, tmp_path: Path) -> None:
    with pytest.raises(FileSetAsideError, match=says) as error:
        read(form, data, tmp_path)
    assert [f.reason_code for f in error.value.findings] == ["unreadable_file"]


def parquet(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink)
    return bytes(sink.getvalue())


@pytest.mark.parametrize("spoil", ["cut", "not parquet", "broken page", "empty"])
def test_a_damaged_parquet_is_unreadable(spoil: str, tmp_path: Path) -> None:
    data = parquet(pa.table({k: [f"{v}{i}" for i in range(500)] for k, v in LEAD.items()}))
    spoiled = {
        "cut": data[:-20],
        "not parquet": b"lead_id,store_id\n",
        "broken page": data[:40] + b"\xff" * 400 + data[440:],
        "empty": b"",
    }[spoil]
    with pytest.raises(FileSetAsideError) as error:
        read("parquet", spoiled, tmp_path)
    assert [f.reason_code for f in error.value.findings] == ["unreadable_file"]


def test_parquet_rows_are_numbered_as_if_there_were_a_header_and_names_have_no_case(tmp_path: Path) -> None:
    result = rows(read("parquet", parquet(pa.table({k.upper(): [v, v] for k, v in LEAD.items()})), tmp_path))
    assert [(r["_line_number"], r["_row_number"], r["lead_id"]) for r in result] == [(2, 1, "L1"), (3, 2, "L1")]


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (2022, pa.int64(), "2022"),
        (9007199254740993, pa.int64(), "9007199254740993"),
        (2022.0, pa.float64(), "2022.0"),
        (24995.5, pa.float64(), "24995.5"),
        (123456789012345.0, pa.float64(), "123456789012345.0"),
        (float("nan"), pa.float64(), None),
        (Decimal("24995.10"), pa.decimal128(18, 2), "24995.10"),
        (Decimal("1E+3"), pa.decimal128(18, 0), "1000"),
        (True, pa.bool_(), "true"),
        (date(2026, 3, 31), pa.date32(), "2026-03-31"),
        (datetime(2026, 3, 31, 13, 30, tzinfo=UTC), pa.timestamp("us", "America/Detroit"), "2026-03-31 13:30:00.000000+00:00"),
        (datetime(2026, 3, 31, 9, 30), pa.timestamp("ms"), "2026-03-31 09:30:00.000"),
        (time(9, 30), pa.time64("us"), "09:30:00"),
        ("", pa.string(), None),
        (" x ", pa.large_string(), " x "),
        (b"abc", pa.binary(), "abc"),
        (b"\xff", pa.binary(), "ff"),
        ([1, 2], pa.list_(pa.int64()), "[1, 2]"),
        (None, pa.null(), None),
        ("a", pa.dictionary(pa.int32(), pa.string()), "a"),
    ],
)
def test_native_types_become_text(value: Any, kind: pa.DataType, text: str | None) -> None:
    assert as_text(pa.array([value, None], kind)).to_pylist() == [text, None]


def test_a_stock_number_that_became_a_double_is_a_stock_number() -> None:
    assert as_text(pa.array([12345.0, None]), is_text=True).to_pylist() == ["12345", None]


@pytest.mark.parametrize("spoil", [lambda b: b[: len(b) // 2], lambda b: b"no gzip", lambda b: b[:30] + b"\xff" * 10 + b[40:]])
def test_a_damaged_gzip_is_unreadable(spoil: Any, tmp_path: Path) -> None:
    packed = gzip.compress(("lead_id,store_id\n" + "\n".join(f"L{i},S{i * 7919}" for i in range(500))).encode())
    with pytest.raises(FileSetAsideError, match="gzip"):
        read("csv", spoil(packed), tmp_path, is_gzip=True)


def test_gzip_members_one_after_another_are_one_file(tmp_path: Path) -> None:
    text = ",".join(LEAD) + "\n" + ",".join(LEAD.values()) + "\n"
    packed = gzip.compress(text.encode()) + gzip.compress((",".join(LEAD.values()) + "\n").encode())
    assert len(rows(read("csv", packed, tmp_path, is_gzip=True))) == 2


@pytest.mark.parametrize(
    ("name", "normal"),
    [
        (" Lead_ID ", "lead_id"),
        ("Prénom", "prenom"),
        ("2nd phone", "2nd_phone"),
        ("_batch_id", "batch_id"),
        ("名前", "column_4"),
        ("a--b", "a_b"),
        ("ORDER", "order"),
    ],
)
def test_names_of_columns(name: str, normal: str) -> None:
    assert normalise(name, 4) == normal


def test_what_does_not_fit_in_memory_waits_on_disk(tmp_path: Path) -> None:
    spool = Spool("t", tmp_path, memory_bytes=0)
    spool.add(text_table(["a"], [["1", "2"]], [2, 3], [1, 2]))
    spool.add(text_table(["b", "a"], [["x"], ["3"]], [4], [3]))
    assert len(list(tmp_path.iterdir())) == 2
    assert [row for piece in spool.pieces() for row in piece.rows.to_pylist()] == [
        {"a": "1", "b": None, "_line_number": 2, "_row_number": 1},
        {"a": "2", "b": None, "_line_number": 3, "_row_number": 2},
        {"a": "3", "b": "x", "_line_number": 4, "_row_number": 3},
    ]
    assert list(tmp_path.iterdir()) == []
