"""What a source of files promises, so that ledger, quarantine, loading and conservation are done once, for all of them.

A source finds its files in the landing folder, and turns the content of one file into pieces of Arrow tables, all text, as sent.
The engine (ingestion/run.py) does the rest: it keeps a copy of the content, skips what the ledger knows, checks cells against the
entity's contract where the table names one, sets rows aside, adds `_batch_id`, loads through dlt, checks conservation, writes the ledger.

    class MySource:
        name = "my"                                  # `system` in the ledger
        def tables(self, home): ...                  # which raw tables there are, files or no files
        def discover(self, home): ...                # which files there are; stat only, no reading, no pyarrow import at module level
        def read(self, file, content): ...           # one file; called again, with the same bytes, when the warehouse is rebuilt
    SOURCE = MySource()                              # in ingestion/sources/<package>/__init__.py; listed in registry.py

`read` sees the bytes through `content` and never opens the path: a rebuild reads kept contents whose file may be gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # pyarrow takes 0.3 s to import; "nothing new" must be said sooner
    import pyarrow as pa

    from ingestion.contract import Entity
    from ingestion.home import Home

# Reason codes of input_contract.md, "Quarantine". Two more (unknown_store, held_back_snapshot) are found by dbt.
MISSING_REQUIRED_COLUMN = "missing_required_column"
MISSING_REQUIRED_VALUE = "missing_required_value"
UNPARSEABLE_VALUE = "unparseable_value"
MALFORMED_ROW = "malformed_row"
UNREADABLE_FILE = "unreadable_file"
UNKNOWN_ENTITY = "unknown_entity"


@dataclass(frozen=True)
class RawTable:
    """A table of schema raw. `columns` are VARCHAR, without the four `_` columns, which every table gets.

    entity: if given, the engine checks each row against it (required cells, any_of, types) and sets bad rows aside; then
    `columns` may be left empty: they are the entity's. Columns of a piece that are not declared are added as VARCHAR.
    """

    name: str
    columns: tuple[str, ...] = ()
    entity: Entity | None = None


@dataclass(frozen=True)
class LandingFile:
    """One file of the landing folder. `relative` is its path relative to landing, with `/`: its name everywhere else.

    reader: a fingerprint of whatever else decides how the file is read (a profile's hash). A file that was set aside as a whole is
    tried again when its reader has changed; a file that was loaded is not, until a rebuild.
    modified_at: the file's time (UTC); kept in the ledger, hence the same in a rebuild.
    """

    system: str
    entity: str
    relative: str
    path: Path
    reader: str = ""
    modified_at: datetime | None = None


@dataclass(frozen=True)
class Finding:
    """One bad cell, one bad row or one bad file. line_number: the physical line on which the record starts; None for a whole file.

    message: for a person; names file parts, columns, lines, never a value. value_shape: see quarantine.shape_of.
    """

    reason_code: str
    message: str
    line_number: int | None = None
    column_name: str | None = None
    is_row_loaded: bool = False
    value_shape: str | None = None


class FileSetAsideError(Exception):
    """Raised by `read`: nothing of this file loads. rows_read: how many rows it holds, where that could be told."""

    def __init__(self, findings: list[Finding], rows_read: int = 0) -> None:
        super().__init__("; ".join(f.message for f in findings))
        self.findings = findings
        self.rows_read = rows_read

    @classmethod
    def unreadable(cls, message: str) -> FileSetAsideError:
        return cls([Finding(UNREADABLE_FILE, message)])


@dataclass
class Piece:
    """Some rows for one raw table, in file order. All columns string, but `_line_number` and `_row_number` int64 (see walls.md)."""

    table: str
    rows: pa.Table


@dataclass
class FileRead:
    """What a file holds. rows_read counts records: rows of the pieces plus `rows_set_aside` (those that `read` itself could not use).

    findings: one for each row that `read` set aside, and any that only want saying (is_row_loaded true). Bad cells of tables with an
    entity are found by the engine, not here. facts: few small values for the report (`{"prospects": 3}`).
    columns: the file's own columns, and whether the source reads them; None: those of the pieces. has_header: whether they stand in a
    header, so that one which is not there has vanished (an object of JSON may just leave it out). See ingestion/drift.py.
    """

    rows_read: int
    pieces: Iterable[Piece]
    findings: list[Finding] = field(default_factory=list)
    rows_set_aside: int = 0
    facts: Mapping[str, int] = field(default_factory=dict)
    columns: Mapping[str, bool] | None = None
    has_header: bool = True


class Content(Protocol):
    """The bytes of one file, unpacked where its name ends in .gz, read once and the same at every rebuild."""

    @property
    def scratch(self) -> Path:
        """A folder for what does not fit in memory (see spool.Spool); emptied after the run."""

    @property
    def data(self) -> bytes:
        """All bytes. Raises FileSetAsideError(unreadable_file) for a damaged archive."""


class Source(Protocol):
    """A way in for files. Stateless; `home` gives the folders and the group's settings."""

    name: str

    def tables(self, home: Home) -> list[RawTable]:
        """Every raw table of the source; created before the first dbt run, empty if need be."""

    def discover(self, home: Home) -> Iterator[LandingFile]:
        """The files that are there now, in any order. Partial files (see home.is_partial) are left out. Fast: no reading."""

    def read(self, file: LandingFile, content: Content) -> FileRead:
        """One file as pieces. Raises FileSetAsideError where nothing of it can be used; any other exception is a defect."""
