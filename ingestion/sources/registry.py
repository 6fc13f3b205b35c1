"""Which sources of files there are.

A source is a package of ingestion/sources/ that holds an object `SOURCE` (see base.Source), or a vendor's specification (exports/spec.py).
"""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Iterable
from functools import cache

from ingestion.errors import UsageError
from ingestion.sources.base import Source
from ingestion.sources.exports import spec

# name (`system` in the ledger, and what --only takes) -> package below ingestion/sources/; the vendors' systems share one
EXPORTS = "exports"
PACKAGES = {"canonical": "files", "feeds": "feeds", "reports": "reports", "adf": "adf", "webhooks": "webhooks"}
PACKAGES |= dict.fromkeys(spec.paths(), EXPORTS)


@cache
def source(name: str) -> Source:
    """One source by name. Imported when asked for: each runs alone."""
    if PACKAGES[name] == EXPORTS:
        from ingestion.sources.exports.source import ExportSource

        return ExportSource(name)
    found: Source = importlib.import_module(f"ingestion.sources.{PACKAGES[name]}").SOURCE
    return found


def source_of(relative: str) -> Source:
    """The source that reads a file of landing: its first folder has the source's name. (A report's `system` is another: the tool's.)"""
    return source(relative.split("/", 1)[0])


def all_sources() -> list[Source]:
    """Every source. All of them declare their raw tables, also when a run takes in only some."""
    return [source(name) for name in PACKAGES]


def check_names(only: Iterable[str]) -> tuple[str, ...]:
    """The names as given, without repeats. Raises UsageError for one that is no source, with the nearest that is."""
    names = tuple(dict.fromkeys(only))
    for name in names:
        if name not in PACKAGES:
            near = difflib.get_close_matches(name, PACKAGES, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise UsageError(f"There is no source {name!r}.{hint} Sources: {', '.join(PACKAGES)}.")
    return names
