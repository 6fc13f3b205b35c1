"""Stock lists of vendors as a source of files: landing/feeds/<name>/**, read by the profile <name>."""

from __future__ import annotations

import fnmatch
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ingestion.contract import entities
from ingestion.errors import SettingsError
from ingestion.home import Home
from ingestion.sources.base import UNKNOWN_ENTITY, Content, FileRead, FileSetAsideError, Finding, LandingFile, Piece, RawTable
from ingestion.sources.feeds.profile import ENTITY, Profile
from ingestion.sources.feeds.profile_reader import load_profile

if TYPE_CHECKING:
    import pyarrow as pa

    from ingestion.sources.feeds.tables import Feed

TABLE = "feeds__inventory_snapshots"
EXTRA = ("feed_name", "dealer_code_system")


@dataclass(frozen=True)
class Mapped:
    """A file after its profile: its raw table and rows, the file's own columns and whether the profile reads them, facts for the report."""

    table: str
    rows: pa.Table
    columns: Mapping[str, bool]
    facts: Mapping[str, int] = field(default_factory=dict)


class FeedSource:
    """See ingestion/sources/base.py. A feed whose profile cannot be followed sets its own files aside, until it can."""

    name = "feeds"

    def tables(self, home: Home) -> list[RawTable]:
        entity = entities()[ENTITY]
        return [RawTable(TABLE, (*entity.columns, *EXTRA), entity)]

    def discover(self, home: Home) -> Iterator[LandingFile]:
        profiles: dict[str, Profile | str] = {}
        for relative, entry in home.files_under(home.landing / self.name):
            parts = relative.split("/")
            folder = parts[1] if len(parts) > 2 else ""
            if folder not in profiles:
                profiles[folder] = self._load(folder, home)
            profile = profiles[folder]
            if isinstance(profile, Profile):
                if not any(fnmatch.fnmatch(parts[-1].lower(), pattern.lower()) for pattern in profile.files):
                    continue
                reader = profile.fingerprint
            else:
                reader = f"defect-{zlib.crc32(profile.encode()):08x}"
            system, entity = self.system_and_entity(profile)
            modified_at = datetime.fromtimestamp(int(entry.stat().st_mtime), UTC)
            yield LandingFile(system, entity, relative, Path(entry.path), reader, modified_at)

    def read(self, file: LandingFile, content: Content) -> FileRead:
        parts = PurePosixPath(file.relative).parts
        home = Home(file.path.parents[len(parts)])  # landing/<relative> lies in the home
        profile = self._load(parts[1] if len(parts) > 2 else "", home)
        if not isinstance(profile, Profile):
            raise FileSetAsideError([Finding(UNKNOWN_ENTITY, profile)])
        from ingestion.sources.feeds.tables import read_table

        feed = read_table(content.data, profile, file.relative.removesuffix(".gz"), content.scratch)
        mapped = self.mapped(feed, profile, file)
        return FileRead(
            feed.rows_read,
            [Piece(mapped.table, mapped.rows)],
            feed.findings,
            rows_set_aside=len(feed.findings),
            facts=mapped.facts,
            columns=mapped.columns,
            has_header=feed.has_header,
        )

    # what a feed and a report do in their own way

    def system_and_entity(self, profile: Profile | str) -> tuple[str, str]:
        return self.name, ENTITY

    def profile(self, name: str, home: Home) -> Profile:
        return load_profile(name, home.config / self.name)

    def mapped(self, feed: Feed, profile: Profile, file: LandingFile) -> Mapped:
        from ingestion.sources.feeds.mapping import map_feed

        rows, columns = map_feed(feed, profile, file.relative, file.modified_at)
        return Mapped(TABLE, rows, columns, {"lists": _lists(rows)})

    def _load(self, folder: str, home: Home) -> Profile | str:
        """The profile, or in words why there is none that can be followed."""
        if not folder:
            return f"lies directly in {self.name}/; it belongs into a folder below it, named like its profile"
        try:
            return self.profile(folder, home)
        except SettingsError as e:
            return str(e)


def _lists(rows: pa.Table) -> int:
    """How many full lists the file holds: stores × moments."""
    return rows.group_by(["store_id", "snapshot_at"]).aggregate([]).num_rows
