"""One stored event as a line: length, CRC-32, JSON. A reader sees at once where a killed writer stopped."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    """body: the bytes as they came. received_at: ISO 8601 in UTC."""

    hook: str
    kind: str
    content_type: str
    received_at: str
    body: bytes


def pack(event: Event) -> bytes:
    """`llllllll cccccccc {…}\\n`: length of the JSON and its CRC-32, both in hex. JSON holds no line feed, so a line is a record."""
    fields = [event.hook, event.kind, event.content_type, event.received_at, base64.b64encode(event.body).decode("ascii")]
    text = json.dumps(fields, separators=(",", ":")).encode()
    return b"%08x %08x %s\n" % (len(text), zlib.crc32(text), text)


def unpack(data: bytes) -> Iterator[Event | None]:
    """The events of a segment; None for a damaged record. A tail without line feed is a killed writer's: nobody was told yes."""
    for line in data.split(b"\n")[:-1]:
        yield _event(line)


def _event(line: bytes) -> Event | None:
    text = line[18:]
    if line[:18] != b"%08x %08x " % (len(text), zlib.crc32(text)):
        return None
    hook, kind, content_type, received_at, body = json.loads(text)
    return Event(hook, kind, content_type, received_at, base64.b64decode(body))
