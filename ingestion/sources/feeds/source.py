"""Stock lists of vendors as a source of files: landing/feeds/<name>/**, read by the profile <name>."""

from __future__ import annotations

import fnmatch
import zlib
from collections.abc import Iterator
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

TABLE = "feeds__inventory_snapshots"
EXTRA = ("feed_name", "dealer_code_system")


class FeedSource:
    """See ingestion/sources/base.py. A feed whose profile cannot be followed sets its own files aside, until it can."""

    name = "feeds"

    def tables(self, home: Home) -> list[RawTable]:
        entity = entities()[ENTITY]
        return [RawTable(TABLE, (*entity.columns, *EXTRA), entity)]

    def discover(self, home: Home) -> Iterator[LandingFile]:
        profiles: dict[str, Profile | str] = {}
        for relative, entry in home.files_under(home.landing / "feeds"):
            parts = relative.split("/")
            feed = parts[1] if len(parts) > 2 else ""
            if feed not in profiles:
                profiles[feed] = _load(feed, home)
            profile = profiles[feed]
            if isinstance(profile, Profile):
                if not any(fnmatch.fnmatch(parts[-1].lower(), pattern.lower()) for pattern in profile.files):
                    continue
                reader = profile.fingerprint
            else:
                reader = f"defect-{zlib.crc32(profile.encode()):08x}"
            modified_at = datetime.fromtimestamp(int(entry.stat().st_mtime), UTC)
            yield LandingFile(self.name, ENTITY, relative, Path(entry.path), reader, modified_at)

    def read(self, file: LandingFile, content: Content) -> FileRead:
        parts = PurePosixPath(file.relative).parts
        home = Home(file.path.parents[len(parts)])  # landing/<relative> lies in the home
        profile = _load(parts[1] if len(parts) > 2 else "", home)
        if not isinstance(profile, Profile):
            raise FileSetAsideError([Finding(UNKNOWN_ENTITY, profile)])
        from ingestion.sources.feeds.mapping import map_feed
        from ingestion.sources.feeds.tables import read_table

        feed = read_table(content.data, profile, file.relative.removesuffix(".gz"), content.scratch)
        rows = map_feed(feed, profile, file.relative, file.modified_at)
        return FileRead(
            feed.rows_read,
            [Piece(TABLE, rows)],
            feed.findings,
            rows_set_aside=len(feed.findings),
            facts={"lists": _lists(rows)},
        )


def _load(feed: str, home: Home) -> Profile | str:
    """The profile, or in words why there is none that can be followed."""
    if not feed:
        return "lies directly in feeds/; it belongs into the folder of its feed, like feeds/homenet_iol/"
    try:
        return load_profile(feed, home.config / "feeds")
    except SettingsError as e:
        return str(e)


def _lists(rows: pa.Table) -> int:
    """How many full lists the file holds: stores × moments."""
    return rows.group_by(["store_id", "snapshot_at"]).aggregate([]).num_rows
