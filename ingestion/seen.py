"""What landing and config looked like after the last ingest, so that "nothing new" is said in a moment.

It only saves time: the ledger knows files by content, and a lost or wrong seen.json costs a second look, never a row.
Imports neither dlt nor pyarrow.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from dataclasses import dataclass, field
from pathlib import Path

from ingestion import settings
from ingestion.home import Home, is_partial
from ingestion.sources.registry import PACKAGES

# A file that was written less than this before it was looked at may be written again within the same tick of its time stamp.
_TICK_NS = 2_000_000_000
_CHUNK = 1 << 20


@dataclass
class Seen:
    """files: path relative to landing -> [size, mtime_ns, inode, content hash, when it was looked at (ns since 1970)]."""

    files: dict[str, list[int | str]] = field(default_factory=dict)
    config: str = ""

    def content_hash(self, relative: str, stat: os.stat_result) -> str | None:
        """The hash of a file that is as it was; None for one that must be read."""
        entry = self.files.get(relative)
        if entry is None or entry[:3] != [stat.st_size, stat.st_mtime_ns, stat.st_ino]:
            return None
        return str(entry[3]) if int(entry[4]) - stat.st_mtime_ns > _TICK_NS else None

    def remember(self, relative: str, stat: os.stat_result, content_hash: str, looked_at_ns: int) -> None:
        self.files[relative] = [stat.st_size, stat.st_mtime_ns, stat.st_ino, content_hash, looked_at_ns]


@dataclass(frozen=True)
class Pending:
    """What an ingest would look at: files that are new or changed, and whether the group's configuration changed. False if nothing."""

    files: tuple[str, ...]
    is_config_changed: bool

    def __bool__(self) -> bool:
        return bool(self.files) or self.is_config_changed


def load(home: Home) -> Seen:
    """The last ingest's view; an empty one if there is none or it cannot be read."""
    try:
        data = json.loads(home.seen.read_text(encoding="utf-8"))
        return Seen(dict(data["files"]), str(data["config"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Seen()


def save(home: Home, seen: Seen) -> None:
    """Write it whole or not at all."""
    partial = home.seen.with_suffix(".part")
    partial.write_text(json.dumps({"files": seen.files, "config": seen.config}), encoding="utf-8")
    partial.replace(home.seen)


def pending(home: Home) -> Pending:
    """What is new since the last ingest that went through, of the sources that the home's settings name.

    Reads a file only where its time stamp leaves a doubt.
    """
    seen = load(home)
    sources = settings.load(home).sources
    off = {name for name in PACKAGES if sources and name not in sources}
    new = []
    for relative, entry in home.files_under(home.landing):
        if relative.split("/", 1)[0] in off:
            continue
        stat = entry.stat()
        if seen.content_hash(relative, stat) is not None:
            continue
        before = seen.files.get(relative)
        if before is None or before[0] != stat.st_size or before[3] != hash_of(Path(entry.path)):
            new.append(relative)
    return Pending(tuple(new), config_hash(home) != seen.config)


def config_hash(home: Home) -> str:
    """Changes when any file under config/ does."""
    digest = hashlib.sha256()
    for folder, folders, names in os.walk(home.config):
        folders.sort()
        for name in sorted(names):
            if not is_partial(name):
                path = Path(folder, name)
                digest.update(f"{path.relative_to(home.config).as_posix()}\0{hash_of(path)}\0".encode())
    return digest.hexdigest()


def hash_of(path: Path) -> str:
    """SHA-256 of a file, in hex; "" if it cannot be read."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as f:
            while chunk := f.read(_CHUNK):
                digest.update(chunk)
    except OSError:
        return ""
    return digest.hexdigest()


def look_time_ns() -> int:
    """When a file is looked at, on the clock that the file system stamps it with."""
    return time.time_ns()
