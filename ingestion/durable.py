"""Files that are whole or not there: written under a hidden name, forced to disk, renamed. For whatever puts files into landing."""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Iterable
from pathlib import Path

PARTIAL_PREFIX = ".arriving-"  # hidden: nobody reads it (see home.is_partial); who wrote it may remove it


def write_whole(path: Path, chunks: Iterable[bytes], modified_at: float | None = None, owner: str = "x") -> int:
    """Put the bytes under `path`, replacing what is there; gives how many. When it returns, they survive a power cut.

    modified_at: the file's time (seconds since 1970), set before the file appears. A failure leaves the old file, or none.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.parent / f"{PARTIAL_PREFIX}{owner}-{uuid.uuid4().hex}.part"
    size = 0
    try:
        with partial.open("xb") as file:
            for chunk in chunks:
                size += file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        if modified_at is not None:
            os.utime(partial, (modified_at, modified_at))
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    return size


def sync_folder(folder: Path) -> None:
    """Make names in a folder (new, renamed, gone) survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_partials(folder: Path, owner: str) -> None:
    """Take away what a killed writer of this name left below a folder."""
    for partial in folder.rglob(f"{PARTIAL_PREFIX}{owner}-*.part"):
        with contextlib.suppress(OSError):
            partial.unlink()
