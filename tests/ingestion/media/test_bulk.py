"""GA4 by columns and line by line: the same rows, whatever the form; what is not plain costs its own line only."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from ingestion.sandbox.emitters.ga4 import parquet
from ingestion.sources.base import FileSetAsideError
from ingestion.sources.exports import bulk
from ingestion.sources.exports.documents import read_documents
from ingestion.sources.exports.spec import built_in

EVENTS = built_in("ga4").tables["events"]


def event(number: int, **more: Any) -> dict[str, Any]:
    params: list[dict[str, Any]] = [
        {"key": "ga_session_id", "value": {"int_value": str(1_700_000_000 + number // 3)}},
        {"key": "page_location", "value": {"string_value": f"https://s.example.com/inventory/{number}"}},
    ]
    if number % 3 == 0:
        params.append({"key": "item_id", "value": {"string_value": "1HGCM82633A004352"}})
    if number % 5 == 0:
        params.append({"key": "item_id", "value": {"string_value": "again"}})
    return {
        "event_date": "20260301", "event_timestamp": str(1_772_323_200_000_000 + number), "event_name": "asc_item_pageview",
        "event_params": params, "user_pseudo_id": f"GA1.2.{number}", "device": {"category": "mobile" if number % 2 else None},
        "geo": {"country": ""}, "collected_traffic_source": {"manual_source": "google" if number % 4 == 0 else None},
        "stream_id": "1", "platform": "WEB", "event_bundle_sequence_id": str(number), "batch_event_index": "1", "is_active_user": True,
        "items": [{"item_id": "1HGCM82633A004352"}] if number % 2 else [],
    } | more  # fmt: skip


def lines(*events: object) -> bytes:
    return "".join(json.dumps(e) + "\n" for e in events).encode()


def rows_of(found: bulk.Bulk) -> list[dict[str, Any]]:
    return [row for piece in found.spool.pieces() for row in piece.rows.to_pylist()]


def one_by_one(data: bytes) -> list[dict[str, Any]]:
    rows = read_documents(data, "jsonl", EVENTS, {}, "310000001").rows["events"]
    names = list(rows.columns)
    cells = zip(*rows.columns.values(), strict=True)
    told = [dict(zip(names, row, strict=True)) for row in cells]
    return [r | {"_line_number": n, "_row_number": k} for r, n, k in zip(told, rows.lines, rows.numbers, strict=True)]


def plain(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without nulls, and JSON text by what it means."""
    return [{k: json.loads(v) if k == "items" else v for k, v in row.items() if v is not None} for row in rows]


def by_columns(data: bytes, tmp_path: Path, block_bytes: int = 4_000) -> bulk.Bulk:
    return bulk.read_lines(data, EVENTS, "ga4__events", "310000001", tmp_path, block_bytes)


def test_lines_by_columns_are_lines_one_by_one(tmp_path: Path) -> None:
    data = lines(*(event(n) for n in range(200)))
    assert plain(rows_of(by_columns(data, tmp_path))) == plain(one_by_one(data))


def test_parquet_says_the_same(tmp_path: Path) -> None:
    events = [event(n) for n in range(200)]
    found = rows_of(bulk.read_parquet(parquet(events), EVENTS, "ga4__events", "310000001", tmp_path))
    same = [{k: v for k, v in row.items() if k != "_line_number"} for row in plain(one_by_one(lines(*events)))]
    assert [{k: v for k, v in row.items() if k != "_line_number"} for row in plain(found)] == same
    assert [row["_line_number"] for row in found] == list(range(2, 202))


ODD = {
    "a broken line": b'{"event_name": "x", \n',
    "an empty line": b"\n",
    "no object": b"[1, 2]\n",
    "two on a line": lines(event(7)).strip() + lines(event(8)),
    "half a character": json.dumps(event(9, platform="\ud83d")).encode() + b"\n",
    "another type": lines(event(10, device="mobile")),
    "a number of twenty digits": lines(event(11, event_bundle_sequence_id=12345678901234567890)),
    "words like a time": lines(event(12, platform="2026-03-01T10:00:00Z")),
    "no key": lines(event(13, event_name="")),
    "latin letters": lines(event(14)).replace(b"WEB", "Z\xfcrich".encode("latin-1")),
    "a column nobody knows": lines(event(15, privacy_info={"ads_storage": "Yes"}, tags=["a", "b"], price=12.5)),
    "a BOM inside": b"\xef\xbb\xbf" + lines(event(16)),
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_what_is_odd_is_as_one_by_one(odd: bytes, tmp_path: Path) -> None:
    data = lines(*(event(n) for n in range(30))) + odd + lines(*(event(n) for n in range(30, 60)))
    found, slow = by_columns(data, tmp_path), read_documents(data, "jsonl", EVENTS, {}, "310000001")
    assert plain(rows_of(found)) == plain(one_by_one(data))
    assert found.records == slow.records
    assert [(f.reason_code, f.line_number, f.column_name) for f in found.findings] == [
        (f.reason_code, f.line_number, f.column_name) for f in slow.findings
    ]


def test_a_damaged_parquet_file_is_set_aside_whole(tmp_path: Path) -> None:
    data = bytearray(parquet([event(n) for n in range(50)]))
    data[-6:-4] = b"\xff\xff"
    with pytest.raises(FileSetAsideError, match="no whole Parquet file"):
        bulk.read_parquet(bytes(data), EVENTS, "ga4__events", None, tmp_path)


def test_nested_columns_of_parquet_come_up_or_stay_json(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    table = pa.table({
        "event_name": ["a", "b"], "event_timestamp": [1, 2], "tags": pa.array([["x", "y"], []], pa.list_(pa.string())),
        "deep": [{"er": {"est": 1.5}}, None], "sizes": [[1, 2], None],
    })  # fmt: skip
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink)
    first, second = rows_of(bulk.read_parquet(sink.getvalue().to_pybytes(), EVENTS, "ga4__events", None, tmp_path))
    assert (first["tags"], first["deep_er_est"], first["sizes"]) == ("x|y", "1.5", "[1,2]")
    assert (second["tags"], second["deep_er_est"], second["sizes"]) == ("[]", None, None)
