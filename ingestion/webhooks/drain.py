"""What the inbox holds into landing, where the file sources take it. A step that is repeated after a kill gives the same files."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ingestion.durable import remove_partials, sync_folder, write_whole
from ingestion.home import Home
from ingestion.webhooks.inbox import close_segments, folder
from ingestion.webhooks.records import Event, unpack

OWNER = "inbox"
_SUFFIXES = {"message/rfc822": ".eml"}


@dataclass
class Drained:
    """events by hook; how many records could not be read (their segments are kept in state/inbox/damaged)."""

    events: Counter[str] = field(default_factory=Counter)
    damaged: int = 0

    def sentences(self) -> list[str]:
        """What a person should know: damage. What came in shows in the run's own summary."""
        if not self.damaged:
            return []
        return [f"{self.damaged:,} stored webhook events are damaged and could not be read; their segments are in state/inbox/damaged."]


def drain(home: Home) -> Drained:
    """Lay down every stored event, then forget it. The caller holds the writer lock: one drain at a time."""
    drained = Drained()
    segments = close_segments(home)
    if segments:
        for target in ("adf", "webhooks"):
            remove_partials(home.landing / target, OWNER)
    for segment in segments:
        lay_down(home, segment, drained)
    return drained


def lay_down(home: Home, segment: Path, drained: Drained) -> None:
    """One segment into landing, and away with it."""
    damaged = 0
    documents: dict[Path, list[Event]] = {}
    for number, event in enumerate(unpack(segment.read_bytes()), 1):
        if event is None:
            damaged += 1
            continue
        documents.setdefault(_place(home, segment.stem, number, event), []).append(event)
        drained.events[event.hook] += 1
    for path, events in documents.items():
        if (
            not path.exists()
        ):  # else a drain that was killed has got this far: a landing file is whole, and its content follows from its name
            write_whole(path, _content(events), datetime.fromisoformat(events[-1].received_at).timestamp(), OWNER)
    forget(home, segment, is_damaged=damaged > 0)
    drained.damaged += damaged


def forget(home: Home, segment: Path, is_damaged: bool) -> None:
    """Everything of the segment is safe in landing."""
    if is_damaged:
        kept = folder(home) / "damaged"
        kept.mkdir(exist_ok=True)
        segment.rename(kept / segment.name)
    else:
        segment.unlink()
    sync_folder(folder(home))


def _place(home: Home, stem: str, number: int, event: Event) -> Path:
    """Leads are files of their own, for a broken document must not swallow the next; other events are lines of one file per segment."""
    day = f"{stem[:4]}-{stem[4:6]}-{stem[6:8]}"
    if event.kind == "adf":
        return home.landing / "adf" / "webhooks" / event.hook / day / f"{stem}-{number:06d}{_SUFFIXES.get(event.content_type, '.xml')}"
    kind = "" if event.kind == "json" else f".{event.kind}"
    return home.landing / "webhooks" / event.hook / day / f"{stem}{kind}.jsonl"


def _content(events: list[Event]) -> list[bytes]:
    if events[0].kind == "adf":
        return [event.body for event in events]
    return [json.dumps(_line(event), ensure_ascii=False).encode() + b"\n" for event in events]


def _line(event: Event) -> dict[str, str]:
    return {
        "hook": event.hook,
        "kind": event.kind,
        "received_at": event.received_at,
        "content_type": event.content_type,
        "content_hash": hashlib.sha256(event.body).hexdigest(),
        "payload": event.body.decode("utf-8", "backslashreplace"),
    }
