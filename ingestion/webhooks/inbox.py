"""Segment files of the inbox: appended to by a server, one fsync for all requests that wait; closed by whoever drains.

A segment is `<home>/state/inbox/<name>.open` while it grows. To write, its server takes the operating system's lock on it and looks whether
it still has that name; to drain, `close_segments` takes the same lock and renames it to `.closed`. So a drain needs no word from a server,
dead or alive, and no event is appended to a segment that is being drained.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import threading
from collections.abc import Sequence
from pathlib import Path

from ingestion import settings
from ingestion.durable import sync_folder
from ingestion.home import Home

MAX_SEGMENT_BYTES = 32 << 20
MAX_WAITING_BYTES = 64 << 20


def folder(home: Home) -> Path:
    """Where the segments are."""
    return home.state / "inbox"


class FullError(Exception):
    """More waits for the disk than memory should hold; the sender had better come again."""


class Segment:
    """The file that one server appends to. Not shared between threads."""

    def __init__(self, inbox: Path) -> None:
        self._inbox = inbox
        self._file: int | None = None
        self._path = inbox
        self._number = 0

    def append(self, data: bytes) -> None:
        """Write and force to disk. When it raises, nothing of `data` counts: what may have reached the disk is cut off again."""
        file = self._locked()
        size = os.fstat(file).st_size
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(file, view) :]
            os.fsync(file)
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(file, size)
            self.close()  # after a failed fsync nobody knows what the kernel holds: a new file from here on
            raise
        fcntl.flock(file, fcntl.LOCK_UN)
        if size + len(data) >= MAX_SEGMENT_BYTES:
            self.close()

    def close(self) -> None:
        """Let go of the file. It keeps its name until it is drained."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _locked(self) -> int:
        """The segment, locked; a new one if the drain has taken the last."""
        while True:
            if self._file is None:
                self._number += 1
                name = f"{settings.now():%Y%m%dT%H%M%S%fZ}-{os.getpid()}-{self._number:04d}.open"
                self._path = self._inbox / name
                self._file = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL, 0o600)
                sync_folder(self._inbox)
            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                if self._path.stat().st_ino == os.fstat(self._file).st_ino:
                    return self._file
            except FileNotFoundError:
                pass
            self.close()


class Inbox:
    """Takes records from many requests at once, and answers each when it is on disk. Belongs to one event loop; one thread writes."""

    def __init__(self, home: Home) -> None:
        self._folder = folder(home)
        self._waiting: list[tuple[bytes, asyncio.Future[None]]] = []
        self._waiting_bytes = 0
        self._wake = threading.Condition()
        self._is_stopping = False
        self.last_error = ""
        self.stored = 0

    def start(self) -> None:
        """From within the event loop. Raises OSError where the folder cannot be made."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._write, name="inbox", daemon=True)
        self._thread.start()

    async def put(self, record: bytes) -> None:
        """Returns when the record is on disk. Raises FullError at once, or OSError where the disk refused."""
        if self._waiting_bytes + len(record) > MAX_WAITING_BYTES:
            raise FullError
        done = self._loop.create_future()
        with self._wake:
            self._waiting.append((record, done))
            self._waiting_bytes += len(record)
            self._wake.notify()
        await done

    async def stop(self) -> None:
        """What waits is written first."""
        with self._wake:
            self._is_stopping = True
            self._wake.notify()
        await asyncio.to_thread(self._thread.join)

    def _write(self) -> None:
        segment = Segment(self._folder)
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._waiting or self._is_stopping)
                batch, self._waiting = self._waiting, []
                self._waiting_bytes = 0
            if not batch:
                segment.close()
                return
            error: OSError | None = None
            try:
                segment.append(b"".join(record for record, _ in batch))
                self.stored += len(batch)
                self.last_error = ""
            except Exception as e:  # whatever it is, no sender may wait for ever, nor hear yes
                error = e if isinstance(e, OSError) else OSError(type(e).__name__)
                self.last_error = error.strerror or type(e).__name__
            self._loop.call_soon_threadsafe(_answer, [done for _, done in batch], error)


def _answer(requests: Sequence[asyncio.Future[None]], error: OSError | None) -> None:
    for done in requests:
        if done.cancelled():
            continue  # the sender hung up: it will come again, and its event is known by its id
        if error is None:
            done.set_result(None)
        else:
            done.set_exception(error)


def close_segments(home: Home) -> list[Path]:
    """End every growing segment, and give all that are closed, oldest first. Waits for a write in progress, that is for one fsync."""
    inbox = folder(home)
    for path in sorted(inbox.glob("*.open")):
        file = os.open(path, os.O_RDWR)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            if os.fstat(file).st_size:
                path.rename(path.with_suffix(".closed"))
            else:
                path.unlink()
        finally:
            os.close(file)
    return sorted(inbox.glob("*.closed"))


def is_waiting(home: Home) -> bool:
    """True if there is something to drain. Fast."""
    try:
        with os.scandir(folder(home)) as entries:
            return any(e.name.endswith((".open", ".closed")) and e.stat().st_size for e in entries)
    except (FileNotFoundError, NotADirectoryError):
        return False
