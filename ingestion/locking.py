"""One writer. DuckDB lets one process write a file, so every way in (run, ingest, build, rebuild, the schedule) takes this lock first.

The lock is the operating system's (it ends with the process, however that ends). A note beside it says who holds it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from filelock import FileLock, Timeout

from ingestion.errors import HomeError, LockedError
from ingestion.home import Home
from ingestion.settings import now


@contextmanager
def writer_lock(home: Home, wait_seconds: float = 0.0, progress: Callable[[str], None] | None = None) -> Iterator[None]:
    """Hold the home's writer lock. May be taken again by the process that holds it (a run's stages do).

    Raises LockedError, which names the holder's process and since when, if another process holds it longer than `wait_seconds`.
    """
    home.prepare()
    lock = FileLock(home.lock, timeout=0, is_singleton=True)
    note = home.lock.with_suffix(".json")
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if wait_seconds <= 0:
                raise
            if progress:
                progress(f"Waiting up to {wait_seconds:g} s: {_holder(home)} holds this home.")
            lock.acquire(timeout=wait_seconds, poll_interval=0.1)
    except Timeout:
        waited = f" Waited {wait_seconds:g} s." if wait_seconds > 0 else ""
        raise LockedError(f"{_holder(home).capitalize()} holds this home; try again when it is done.{waited}") from None
    except OSError as e:
        raise HomeError(f"The home {home.root} cannot be written: {e.strerror or e}.") from None
    outermost = lock.lock_counter == 1
    try:
        if outermost:
            note.write_text(json.dumps({"pid": os.getpid(), "since": now().isoformat(timespec="seconds")}), encoding="utf-8")
        yield
    finally:
        if outermost:
            with suppress(OSError):
                note.unlink()
        lock.release()


def _holder(home: Home) -> str:
    try:
        note = json.loads(home.lock.with_suffix(".json").read_text(encoding="utf-8"))
        return f"another run (process {int(note['pid'])}, since {note['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another run"
