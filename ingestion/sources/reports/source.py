"""Reports as a source of files: landing/reports/<name>/**, read by the profile <name>.

Rows of most reports are rows of the canonical drop (raw.canonical__<entity>) whose ledger names another system. A full list of what is
in reconditioning now says when a visit ended only by what it no longer lists: it has a raw table of its own, and dbt makes visits of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingestion.contract import entities
from ingestion.home import Home
from ingestion.sources.base import LandingFile, RawTable
from ingestion.sources.feeds.profile import Profile
from ingestion.sources.feeds.source import FeedSource, Mapped
from ingestion.sources.files import table_of
from ingestion.sources.reports.profile_reader import FULL_LISTS, load_report_profile

if TYPE_CHECKING:
    from ingestion.sources.feeds.tables import Feed

LIST_COLUMNS = ("report_name", "report_at", "days_before")


def list_table(entity: str) -> str:
    """The raw table of full lists of an entity."""
    return f"reports__{entity}"


class ReportSource(FeedSource):
    """See ingestion/sources/base.py. A report whose profile cannot be followed sets its own files aside, until it can."""

    name = "reports"

    def tables(self, home: Home) -> list[RawTable]:
        listed = [entities()[name] for name in FULL_LISTS]
        return [RawTable(list_table(e.name), (*e.columns, *LIST_COLUMNS), e) for e in listed]

    def system_and_entity(self, profile: Profile | str) -> tuple[str, str]:
        return (profile.system, profile.entity) if isinstance(profile, Profile) else (self.name, "")

    def profile(self, name: str, home: Home) -> Profile:
        return load_report_profile(name, home.config / self.name)

    def mapped(self, feed: Feed, profile: Profile, file: LandingFile) -> Mapped:
        from ingestion.sources.reports.mapping import map_report

        rows, columns = map_report(feed, profile, file.relative, file.modified_at)
        return Mapped(list_table(profile.entity) if profile.is_full_list else table_of(profile.entity), rows, columns)
