"""The layout of a home: the directory that holds one dealer group's everything. Nothing is written outside it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingestion.errors import HomeError

PROJECT_DIR = Path(__file__).resolve().parent.parent
SEEDS_DIR = PROJECT_DIR / "dbt_project" / "seeds"

# What a transfer in progress, an editor or an operating system leaves in a folder. Not input, and not worth a word.
_PARTIAL_SUFFIXES = (".tmp", ".part", ".partial", ".filepart", ".crdownload", ".swp", "~")


def is_partial(name: str) -> bool:
    """True for file names that are hidden or not yet whole: `.x`, `x.tmp`, `x.part`."""
    return name.startswith((".", "~$")) or name.lower().endswith(_PARTIAL_SUFFIXES)


@dataclass(frozen=True)
class Home:
    """Paths of one home. Making a Home touches nothing; `prepare` makes the folders."""

    root: Path

    @classmethod
    def at(cls, path: str | os.PathLike[str]) -> Home:
        return cls(Path(path).expanduser().absolute())

    @property
    def landing(self) -> Path:
        return self.root / "landing"

    @property
    def config(self) -> Path:
        return self.root / "config"

    @property
    def warehouse(self) -> Path:
        """The working database, opened by the one writer alone."""
        return self.root / "warehouse" / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        """What readers open."""
        return self.root / "publish" / "rooftop.duckdb"

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    @property
    def state(self) -> Path:
        return self.root / "state"

    @property
    def lock(self) -> Path:
        return self.state / "writer.lock"

    @property
    def ledger(self) -> Path:
        """One JSON object a line, one line a batch; with `contents` enough to make the warehouse again."""
        return self.state / "ledger.jsonl"

    @property
    def seen(self) -> Path:
        """What landing looked like after the last ingest; only saves time, and may be deleted."""
        return self.state / "seen.json"

    @property
    def contents(self) -> Path:
        return self.state / "contents"

    @property
    def dlt(self) -> Path:
        return self.state / "dlt"

    @property
    def scratch(self) -> Path:
        """Files of a run in progress; emptied at the start of each."""
        return self.state / "scratch"

    def prepare(self) -> None:
        """Make the folders. Raises HomeError, in one sentence, where that cannot be."""
        if self.root.exists() and not self.root.is_dir():
            raise HomeError(f"The home {self.root} is a file, not a folder.")
        folders = [self.landing, self.config, self.warehouse.parent, self.published.parent, self.reports, self.state, self.contents]
        for folder in [*folders, self.dlt, self.scratch]:
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as e:
                raise HomeError(f"The home {self.root} cannot be written: {e.strerror or e} ({folder.name}).") from None
        probe = self.state / ".writable"
        try:
            probe.write_bytes(b"")
            probe.unlink()
        except OSError as e:
            raise HomeError(f"The home {self.root} cannot be written: {e.strerror or e}.") from None

    def files_under(self, folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
        """(path relative to landing with `/`, entry) of every whole file under a folder, sorted; hidden folders are left out."""
        try:
            entries = sorted(os.scandir(folder), key=lambda e: e.name)
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError as e:
            raise HomeError(f"The folder {folder} cannot be read: {e.strerror or e}.") from None
        start = len(str(self.landing)) + 1
        for entry in entries:
            if is_partial(entry.name):
                continue
            if entry.is_dir():
                if not (entry.is_symlink() and folder.resolve().is_relative_to(Path(entry.path).resolve())):  # a link to itself has no end
                    yield from self.files_under(Path(entry.path))
            elif entry.is_file():
                yield printable(entry.path[start:].replace(os.sep, "/")), entry


def printable(path: str) -> str:
    """A path as text: bytes of a file name that are no UTF-8 as `\\xe9`."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
