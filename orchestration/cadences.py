"""How often which sources are asked: the seeds source_cadences and source_systems, with the home's own rows laid over them.

Read from the CSV files, not from the warehouse: schedules exist before the first run.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingestion.home import SEEDS_DIR, Home

# Minute of its first tick in each period: no two groups begin at the same minute, or one would always find the other at work.
_OFFSETS = {"crm": 0, "web": 2, "dms": 1, "merchandising": 3, "files": 4, "market": 26, "ads": 36}
HOURLY_SECONDS = 3600


@dataclass(frozen=True)
class Cadence:
    """A group of sources that are asked together. `cron`: when, in cron's words, UTC."""

    group: str
    seconds: int
    meaning: str
    sources: tuple[str, ...]

    @property
    def cron(self) -> str:
        return cron_line(self.seconds, _OFFSETS.get(self.group, 0))


def cron_line(seconds: int, offset_minutes: int) -> str:
    """`*/5`-like for periods that divide an hour, hourly for longer ones: a cron line has no other even periods."""
    minutes = max(1, seconds // 60)
    if minutes >= 60:
        return f"{offset_minutes} * * * *"
    fitting = max(m for m in (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30) if m <= minutes)
    return ",".join(str(m) for m in range(offset_minutes % fitting, 60, fitting)) + " * * * *"


def cadences(home: Home, known: Sequence[str]) -> list[Cadence]:
    """The groups and the sources of each, of those that ingestion knows; a source that no seed lists is asked with the files."""
    groups = _overlaid(home, "source_cadences", "cadence_group")
    systems = _overlaid(home, "source_systems", "system")
    members: dict[str, list[str]] = {group: [] for group in groups}
    for source in known:
        group = systems.get(source, {}).get("cadence_group", "")
        members[group if group in groups else "files"].append(source)
    return [
        Cadence(group, _seconds(row.get("schedule_seconds", "")), row.get("meaning", ""), tuple(members[group]))
        for group, row in groups.items()
    ]


def _overlaid(home: Home, seed: str, key: str) -> dict[str, dict[str, str]]:
    """Rows by key; the home's replace the project's."""
    return {row[key].strip().lower(): row for path in (SEEDS_DIR, home.config) for row in _rows(path / f"{seed}.csv") if row.get(key)}


def _rows(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file; none where it is missing or no CSV (a run says what is wrong with a home's file)."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as f:
            return [{str(k).strip().lower(): str(v or "").strip() for k, v in row.items()} for row in csv.DictReader(f)]
    except (OSError, UnicodeDecodeError, csv.Error):
        return []


def _seconds(text: str) -> int:
    return int(text) if text.isdecimal() and int(text) > 0 else HOURLY_SECONDS
