"""New and changed files of a remote tree into landing. Never half a file, never the same version twice, never over one not yet taken in."""

from __future__ import annotations

import fnmatch
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ingestion import seen
from ingestion.durable import remove_partials, write_whole
from ingestion.fetch.memory import Memory
from ingestion.fetch.recipe import Recipe
from ingestion.fetch.remote import Remote, RemoteFile
from ingestion.home import Home, is_partial

_SAVE_EVERY = 50
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]')
_LONGEST_NAME = 180


class ShiftingFileError(Exception):
    """The file changed while it was read, or the connection gave less than the file."""


# What happens to one file and is no reason to leave the others.
_ONE_FILE = {
    ShiftingFileError: "changed while it was read; the next run takes it",
    PermissionError: "may not be read",
    FileNotFoundError: "was gone before it could be read",
}


@dataclass
class Outcome:
    """What one recipe brought. notes: sentences for a person. failure: why the place could not be asked to the end; "" if it could."""

    name: str
    fetched: int = 0
    bytes: int = 0
    known: int = 0
    notes: list[str] = field(default_factory=list)
    failure: str = ""
    is_asked: bool = True


def fetch_tree(recipe: Recipe, remote: Remote, home: Home, memory: Memory, outcome: Outcome, now: datetime) -> None:
    """Copy what is new below landing/<target>. After an error it may be called again: it goes on where it stopped."""
    target = home.landing / recipe.target
    remove_partials(target, recipe.name)
    taken_in = seen.load(home)
    limit = recipe.max_megabytes * 1_000_000
    there: set[str] = set()
    for file in remote.files():
        if not _is_meant(recipe, file.path):
            continue
        there.add(file.path)
        if memory.fetched.get(file.path) == [file.size, file.tag]:
            outcome.known += 1
            continue
        relative = f"{recipe.target}/{local_name(recipe, file.path)}"
        if file.size > limit:
            outcome.notes.append(f"{relative} is larger than {recipe.max_megabytes:g} MB and stays where it is.")
        elif not _has_settled(recipe, file, memory, now):
            outcome.notes.append(f"{relative} may still be being written; a later run takes it.")
        elif not _may_replace(home, relative, taken_in):
            outcome.notes.append(f"{relative} has changed before its last version was taken in; the next run takes the new one.")
        else:
            try:
                outcome.bytes += _take(remote, file, home.landing / relative, recipe.name, now)
            except tuple(_ONE_FILE) as e:
                outcome.notes.append(f"{relative} {next(text for kind, text in _ONE_FILE.items() if isinstance(e, kind))}.")
                continue
            outcome.fetched += 1
            memory.fetched[file.path] = [file.size, file.tag]
            memory.young.pop(file.path, None)
            if outcome.fetched % _SAVE_EVERY == 0:
                memory.save()
    for book in (memory.fetched, memory.young):
        for gone in book.keys() - there:
            del book[gone]


def _take(remote: Remote, file: RemoteFile, path: Path, owner: str, now: datetime) -> int:
    """One file into landing. Raises ShiftingFileError, and leaves landing as it was, if it was not the same from beginning to end."""

    def checked() -> Iterator[bytes]:
        size = 0
        for chunk in remote.chunks(file):
            size += len(chunk)
            if size > file.size:
                break
            yield chunk
        after = remote.look(file.path)
        if size != file.size or (after.size, after.tag) != (file.size, file.tag):
            raise ShiftingFileError(f"{file.path} changed while it was read")

    modified_at = min(file.modified_at, now.timestamp()) if file.modified_at else None  # a vendor's clock may be ahead
    return write_whole(path, checked(), modified_at, owner)


def _is_meant(recipe: Recipe, path: str) -> bool:
    name = path.rsplit("/", 1)[-1]
    if not name or is_partial(name):
        return False
    return any(fnmatch.fnmatchcase(path if "/" in p else name, p) for p in recipe.pattern)


def _has_settled(recipe: Recipe, file: RemoteFile, memory: Memory, now: datetime) -> bool:
    """Whether the file was left alone for long enough: by its own time, or, for a clock that is off, by how long it looks the same."""
    if recipe.settle_seconds <= 0:
        return True
    if file.modified_at is not None and now.timestamp() - file.modified_at >= recipe.settle_seconds:
        return True
    before = memory.young.get(file.path)
    if before is not None and before[:2] == [file.size, file.tag]:
        return (now - datetime.fromisoformat(str(before[2]))).total_seconds() >= recipe.settle_seconds
    memory.young[file.path] = [file.size, file.tag, now.isoformat()]
    return False


def _may_replace(home: Home, relative: str, taken_in: seen.Seen) -> bool:
    """True if nothing lies there, or what lies there was taken in: the ledger keeps a copy of its content."""
    path = home.landing / relative
    try:
        stat = path.stat()
    except FileNotFoundError:
        return True
    entry = taken_in.files.get(relative)
    return entry is not None and entry[0] == stat.st_size and entry[3] in ("", seen.hash_of(path))


def local_name(recipe: Recipe, path: str) -> str:
    """The name below the target: as it is there, but for signs that a file system or a reader of landing would take amiss."""
    parts = [_NOT_IN_NAMES.sub("_", part).lstrip(".") or "_" for part in path.split("/") if part]
    parts = [p if len(p.encode()) <= _LONGEST_NAME else f"{hashlib.sha256(p.encode()).hexdigest()[:16]}-{p[-60:]}" for p in parts]
    for pattern, folder in recipe.store_folders.items():
        if fnmatch.fnmatchcase(path.rsplit("/", 1)[-1], pattern):
            return "/".join([folder, *parts])
    return "/".join(parts)
