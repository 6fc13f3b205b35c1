"""The contents of files: read once, named by their hash, kept as long as the home lives, so that the warehouse can be made again."""

from __future__ import annotations

import hashlib
import os
import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ingestion.errors import LedgerError
from ingestion.home import Home
from ingestion.sources.base import FileSetAsideError, LandingFile

MAX_UNPACKED_BYTES = 8 << 30  # an archive that unpacks to more is damaged, or meant to do harm


class FileChangedError(Exception):
    """The file was written to while it was read. The next run takes it."""


@dataclass(frozen=True)
class FileContent:
    """Bytes as they lay in landing (`packed`), and what a source reads of them (`data`)."""

    packed: bytes
    is_gzip: bool
    scratch: Path

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of the bytes as they lay in landing, in hex."""
        return hashlib.sha256(self.packed).hexdigest()

    @cached_property
    def data(self) -> bytes:
        return unpack(self.packed) if self.is_gzip else self.packed


def read_landing(file: LandingFile, home: Home) -> tuple[FileContent, os.stat_result]:
    """(content, what the file system said of it). Raises FileChangedError if it changed meanwhile, OSError if it cannot be opened."""
    with file.path.open("rb") as f:
        before = os.fstat(f.fileno())
        data = f.read()
        after = os.fstat(f.fileno())
    named = file.path.stat()
    if _state(before) != _state(after) or _state(after) != _state(named) or len(data) != after.st_size:
        raise FileChangedError(file.relative)
    return FileContent(data, _is_gzip(file.relative), home.scratch), after


def unpack(packed: bytes) -> bytes:
    """Gzip, one member or several, as bytes. Raises FileSetAsideError for an archive that is damaged or breaks off."""
    parts, size, rest = [], 0, packed
    if not rest:
        return b""
    while rest:
        engine = zlib.decompressobj(wbits=31)
        try:
            part = engine.decompress(rest, MAX_UNPACKED_BYTES - size + 1)
        except zlib.error:
            raise FileSetAsideError.unreadable("is no gzip archive, or a damaged one") from None
        size += len(part)
        if size > MAX_UNPACKED_BYTES:
            raise FileSetAsideError.unreadable(f"unpacks to more than {MAX_UNPACKED_BYTES >> 30} GiB")
        if not engine.eof:
            raise FileSetAsideError.unreadable("is a gzip archive that breaks off")
        parts.append(part)
        rest = engine.unused_data.lstrip(b"\0")  # tapes and some tools pad with zeros
    return parts[0] if len(parts) == 1 else b"".join(parts)


def keep(content: FileContent, home: Home) -> None:
    """Keep a copy: `state/contents/<hash>.zst`. On disk, whole, when this returns. Does nothing if it is there."""
    import zstandard

    path = _kept(home, content.content_hash)
    if path.exists():
        return
    partial = path.with_suffix(".part")
    with partial.open("wb") as f:
        f.write(zstandard.ZstdCompressor(level=1).compress(content.packed))
        f.flush()
        os.fsync(f.fileno())
    partial.replace(path)


def kept(home: Home, content_hash: str, relative: str) -> FileContent:
    """A kept copy. Raises LedgerError, naming the file, if it is gone or damaged."""
    import zstandard

    try:
        packed = zstandard.ZstdDecompressor().decompress(_kept(home, content_hash).read_bytes())
    except (OSError, zstandard.ZstdError) as e:
        raise LedgerError(
            f"The kept copy of {relative} (state/contents/{content_hash[:12]}…) cannot be read: {type(e).__name__}."
        ) from None
    content = FileContent(packed, _is_gzip(relative), home.scratch)
    if content.content_hash != content_hash:
        raise LedgerError(f"The kept copy of {relative} (state/contents/{content_hash[:12]}…) is damaged.")
    return content


def _kept(home: Home, content_hash: str) -> Path:
    return home.contents / f"{content_hash}.zst"


def _is_gzip(relative: str) -> bool:
    return relative.lower().endswith(".gz")


def _state(s: os.stat_result) -> tuple[int, int, int]:
    return (s.st_size, s.st_mtime_ns, s.st_ino)
