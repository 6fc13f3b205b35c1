"""Whatever an authenticated sender posts, and whatever a disk makes of it: no crash, and each event counted once."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from ingestion.arrivals import gather
from ingestion.sources.base import FileSetAsideError, LandingFile
from ingestion.sources.webhooks import SOURCE
from ingestion.webhooks.drain import _line
from ingestion.webhooks.inbox import Segment, folder
from ingestion.webhooks.records import Event, pack, unpack
from tests.ingestion.conftest import Desk
from tests.ingestion.webhooks.conftest import CALL

ODD = [
    b"{",
    b"[]",
    b"null",
    b'{"id": "\\ud800"}',
    b'{"id": "a\\u0000b"}',
    b'{"id": 1e999}',
    b'{"id": ' + b"9" * 5_000 + b"}",
    b"[" * 3_000,
    b"\xff\xfe\x00id",
    b"id=1&id=2&%ff=%zz",
    json.dumps({**CALL, "resource_id": "CAL\ud800", "tags": {"a": ["\udfff"]}}).encode(),
    json.dumps({"start_time": None, "duration": [], "id": None}).encode(),
]


def event(body: bytes, kind: str = "callrail") -> Event:
    return Event("callrail", kind, "application/json", "2026-03-30T14:00:00+00:00", body)


def test_odd_payloads_are_rows_like_others(desk: Desk) -> None:
    folder(desk.home).mkdir(parents=True)
    segment = Segment(folder(desk.home))
    for body in ODD:
        segment.append(pack(event(body)))
    segment.close()
    assert gather(desk.home) == []
    report = desk.ingest()
    assert (report.rows_loaded, report.rows_set_aside) == (len(ODD), 0)
    assert len(desk.visible("callrail__calls", "event_id")) == 2


def mutations(whole: bytes, count: int) -> list[bytes]:
    """Cut, flipped, doubled and spliced: the same each time."""
    chance = random.Random(7)
    made = []
    for _ in range(count):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(data))
            match chance.randrange(4):
                case 0:
                    del data[at : at + chance.randint(1, 40)]
                case 1:
                    data[at] = chance.randrange(256)
                case 2:
                    data[at:at] = data[at : at + 30]
                case _:
                    data[at:at] = bytes(chance.choices(b'\n\r"{}\\\x00,:[] ', k=3))
            if not data:
                data = bytearray(b"\n")
        made.append(bytes(data))
    return made


EVENTS = [event(json.dumps({**CALL, "resource_id": f"CAL{n}"}).encode()) for n in range(3)]


class Bytes:
    """The content of a file."""

    scratch = Path()

    def __init__(self, data: bytes) -> None:
        self.data = data


@pytest.mark.parametrize("part", range(4))
def test_damaged_files_are_read_and_every_line_is_accounted_for(part: int) -> None:
    whole = b"".join(json.dumps(_line(e)).encode() + b"\n" for e in EVENTS)
    file = LandingFile("webhooks", "calls", "webhooks/callrail/x.callrail.jsonl", Path("x"))
    for data in mutations(whole, 200)[part::4]:
        try:
            read = SOURCE.read(file, Bytes(data))
        except FileSetAsideError:
            continue
        assert read.rows_read == sum(piece.rows.num_rows for piece in read.pieces) + read.rows_set_aside
        assert len(read.findings) == read.rows_set_aside


def test_damaged_segments_give_only_whole_events() -> None:
    whole = b"".join(pack(e) for e in EVENTS)
    for data in mutations(whole, 200):
        found = [e for e in unpack(data) if e is not None]
        assert all(e in EVENTS for e in found)
