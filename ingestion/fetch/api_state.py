"""What is remembered of one resource of one account: `<home>/state/fetch/<recipe>/<account>/<resource>.json`, and the pages on their way.

A cursor is saved only when what it stands for lies in landing. Losing all of this costs a second pull, never a row.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ingestion.durable import write_whole
from ingestion.home import Home

MOST_KNOWN = 500_000  # digests; beyond, an overlap lands twice, which is harmless


@dataclass
class State:
    """Moments are ISO 8601 in UTC, "" for never.

    cursor: up to where the vendor was asked. backfill: [up to where the past was asked, where it ends]. again_at: last wide overlap.
    page: the window that was cut short: {window, next, bytes, count, total, at}. queue: item -> how often it was asked in vain.
    hot: parent's id -> [last change, last asked]. asked: item -> when it was last answered.
    digests: item -> what it answered last.
    """

    path: Path
    cursor: str = ""
    backfill: list[str] = field(default_factory=list)
    again_at: str = ""
    asked_at: str = ""
    page: dict[str, Any] = field(default_factory=dict)
    queue: dict[str, int] = field(default_factory=dict)
    hot: dict[str, list[str]] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path, resource: str) -> State:
        return cls(folder / f"{resource}.json", **_read(folder / f"{resource}.json", cls))

    def save(self) -> None:
        _write(self)

    def pages(self) -> Pages:
        return Pages(self.path.with_suffix(".pages"))

    def known(self) -> set[str]:
        """Digests of what the last pull saw, so that an overlap does not land twice."""
        try:
            return set(self.path.with_suffix(".known").read_text(encoding="ascii").split())
        except (OSError, ValueError):
            return set()

    def remember(self, digests: set[str]) -> None:
        """Called when all of them lie in landing."""
        found = sorted(digests) if len(digests) <= MOST_KNOWN else []
        write_whole(self.path.with_suffix(".known"), ["\n".join(found).encode()], owner="known")


@dataclass
class Calls:
    """How many calls an account has had: day (2026-01-31) and month (2026-01) -> calls. wait_until: the vendor's own word."""

    path: Path
    made: dict[str, int] = field(default_factory=dict)
    wait_until: str = ""

    @classmethod
    def load(cls, folder: Path) -> Calls:
        path = folder / "_calls.json"  # no resource begins so
        return cls(path, **_read(path, cls))

    def count(self, now: datetime) -> None:
        day, month = f"{now:%Y-%m-%d}", f"{now:%Y-%m}"
        self.made = {span: self.made.get(span, 0) + 1 for span in (day, month)}

    def save(self) -> None:
        _write(self)


class Pages:
    """The records of a window that is not whole yet, one JSON a line. What is beyond `bytes` of State.page is thrown away."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self, size: int) -> bool:
        """Cut back to what is known to be whole; False if that is not there any more."""
        there = self._path.stat().st_size if self._path.exists() else 0
        if there < size:
            return False
        if there > size:
            os.truncate(self._path, size)
        return True

    def append(self, records: Iterable[Any]) -> int:
        """Write records down, durably; gives the size of all."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("ab") as file:
            file.write(b"".join(line_of(record) for record in records))
            file.flush()
            os.fsync(file.fileno())
            return file.tell()

    def __iter__(self) -> Iterator[bytes]:
        if self._path.exists():
            with self._path.open("rb") as file:
                yield from file

    def drop(self) -> None:
        self._path.unlink(missing_ok=True)


def folder_of(home: Home, recipe: str, account: str) -> Path:
    return home.state / "fetch" / recipe / account


def line_of(record: Any) -> bytes:
    """A record as a line of landing. Lone surrogates, which no UTF-8 has, become `?`."""
    return (json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8", "replace")


def digest_of(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()[:20]


def moment(text: str) -> datetime | None:
    """A moment of a state or of a vendor, in UTC; None for "" and for what is none. Without zone it is UTC."""
    try:
        found = datetime.fromisoformat(text.strip())
    except (ValueError, AttributeError):
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _read(path: Path, kind: type[Any]) -> dict[str, Any]:
    """The fields as saved; none of them where one is not of its kind."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        empty = kind(path)
        known = [k for k in vars(empty) if k != "path"]
        return {k: data[k] for k in known if k in data and isinstance(data[k], type(getattr(empty, k)))}
    except (OSError, ValueError, TypeError):
        return {}


def _write(state: State | Calls) -> None:
    data = {key: value for key, value in asdict(state).items() if key != "path" and value}
    write_whole(state.path, [json.dumps(data).encode()], owner="memory")
