"""A vendor as a source of files: landing/<vendor>/**, each file for one table of its specification."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from ingestion.errors import SettingsError
from ingestion.home import Home
from ingestion.sources.base import UNKNOWN_ENTITY, Content, FileRead, FileSetAsideError, Finding, LandingFile, RawTable
from ingestion.sources.exports import spec as specs


class ExportSource:
    """See ingestion/sources/base.py. Where the home's own lines cannot be followed, the vendor's files are set aside until they can."""

    def __init__(self, system: str) -> None:
        self.name = system

    def tables(self, home: Home) -> list[RawTable]:
        spec = specs.built_in(self.name)
        return [RawTable(spec.raw_name(t.name), t.columns) for t in spec.tables.values()]

    def discover(self, home: Home) -> Iterator[LandingFile]:
        spec = self._spec(home)
        for relative, entry in home.files_under(home.landing / self.name):
            if isinstance(spec, str):
                entity, reader = "", f"defect-{zlib.crc32(spec.encode()):08x}"
            else:
                table = spec.table_of(relative)
                entity, reader = table.name if table else "", spec.fingerprint
            modified_at = datetime.fromtimestamp(int(entry.stat().st_mtime), UTC)
            yield LandingFile(self.name, entity, relative, Path(entry.path), reader, modified_at)

    def read(self, file: LandingFile, content: Content) -> FileRead:
        home = Home(file.path.parents[len(PurePosixPath(file.relative).parts)])
        spec = self._spec(home)
        if isinstance(spec, str):
            raise FileSetAsideError([Finding(UNKNOWN_ENTITY, spec)])
        table = spec.table_of(file.relative)
        if table is None:
            names = ", ".join(t.name for t in spec.tables.values() if not t.child_of)
            raise FileSetAsideError([Finding(UNKNOWN_ENTITY, f"is for no table of {self.name} (tables: {names})")])
        from ingestion.sources.exports.reading import read_export

        return read_export(spec, table, file.relative, content)

    def _spec(self, home: Home) -> specs.Spec | str:
        try:
            return specs.load(self.name, home.config)
        except SettingsError as e:
            return str(e)
