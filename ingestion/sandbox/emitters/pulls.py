"""When a vendor is asked, and what it answers: every week for a trailing window, and once at the world's end. So answers overlap."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from ingestion.sandbox.clock import DAY
from ingestion.sandbox.emitters.ledger import Diary
from ingestion.sandbox.log import Row

WEEK = 7 * DAY


def pulls(diary: Diary, entity: str, key: tuple[str, ...], store_id: str) -> Iterator[tuple[int, dict[tuple[object, ...], Row]]]:
    """(instant of a pull, the newest version of each key that was known then). The dictionary is the same one, further on, each time."""
    world, known = diary.world, dict[tuple[object, ...], Row]()
    at = diary.clocks[store_id].at(world.first_day, 6) + WEEK
    for then, row in diary.rows(entity, store_id):
        while then > at:
            yield at, known
            at = min(at + WEEK, world.as_of)
        known[tuple(row[k] for k in key)] = row
    while at < world.as_of:
        yield at, known
        at = min(at + WEEK, world.as_of)
    yield world.as_of, known


def stamp(at: int) -> str:
    """`20261102T162000Z`: the moment of a pull as it stands in a file's name."""
    return f"{datetime.fromtimestamp(at, UTC):%Y%m%dT%H%M%SZ}"


def put(path: Path, content: bytes, at: int) -> int:
    """Write a file as it was laid down at an instant. Answers 1, the number of files."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (at, at))
    return 1
