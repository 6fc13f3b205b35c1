"""A profile: how a vendor's table becomes rows of an entity, as data. The schema is in docs/connectors/feeds.md and reports.md.

A home's profile is <home>/config/feeds/<name>.yml for the files under landing/feeds/<name>/ (stock lists), or the same with `reports`
(any entity: ingestion/sources/reports/). It may extend a built-in one (profiles/) or another of the home. profile_reader.py makes these
objects from it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

ENTITY = "inventory_snapshots"  # what a feed is a list of

_FOLD = re.compile(r"[^a-z0-9]+")


def fold(name: str) -> str:
    """A header as it is compared: without case, blanks, underscores and signs. `Dealer Name` = `dealer_name` = `DEALERNAME`."""
    return _FOLD.sub("", name.lower())


@dataclass(frozen=True)
class Override:
    """Where another column of the vendor holds one of `is_any_of`, the value is `value`; not where it already is one of `unless`."""

    columns: tuple[str, ...]
    is_any_of: tuple[str, ...]
    value: str
    unless: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """How one canonical column is found. `headers`: what vendors call it; the first that is there and not empty counts."""

    name: str
    headers: tuple[str, ...] = ()
    is_required: bool = False
    constant: str | None = None
    absent: str | None = None  # where the file has no such column
    empty: str | None = None  # where the cell is empty
    values: Mapping[str, str] = field(default_factory=dict)  # raw, folded by case -> canonical
    pattern: re.Pattern[str] | None = None  # its first group is the value
    formats: tuple[str, ...] = ()  # of dates and times, as strptime knows them
    zero_is_empty: bool = False
    overrides: tuple[Override, ...] = ()
    # Of reports alone.
    join: tuple[str, ...] = ()  # an id made of these: canonical columns, else headers
    names: tuple[str, ...] = ()  # headers of people's names, which stand in for an id and become a hash: ids are published, names are not
    days_before: tuple[str, ...] = ()  # headers of a number of days that ended with the report
    is_report_time: bool = False  # the report's time, where nothing else says one
    timezone: str | None = None  # of times without offset; None: the store's
    prefix: str = ""  # put before an id that only the vendor's system knows


@dataclass(frozen=True)
class Way:
    """One way to a store or to a time: kind is column, path, file_name, constant, first_line, json or file_time."""

    kind: str
    headers: tuple[str, ...] = ()
    pattern: re.Pattern[str] | None = None
    text: str = ""  # the constant, or the path in a JSON document
    formats: tuple[str, ...] = ()
    time_of_day: str | None = None  # HH:MM, where the value is a date only
    timezone: str | None = None  # IANA name; else the store's


@dataclass(frozen=True)
class Profile:
    """A profile as validated. `fingerprint` changes with anything that changes the rows.

    entity: what a row is. system: who the ledger says it is from. snapshot_at: ways to the moment of the list or report. timezone: of
    times without offset; None: the store's.
    is_full_list: each report lists all that is open, so that what is absent has ended.
    """

    name: str
    where: str  # the file, for messages
    fingerprint: str
    files: tuple[str, ...]
    format: str
    quotes: str
    encoding: str | None
    skip_lines: int
    records: str | None
    empty_values: frozenset[str]
    dealer_code_system: str
    store: tuple[Way, ...]
    codes: Mapping[str, str]
    snapshot_at: tuple[Way, ...]
    columns: tuple[Column, ...]
    entity: str = ENTITY
    system: str = "feeds"
    timezone: str | None = None
    is_full_list: bool = False
