"""Lays the shared real data (../shared/data/real_inventory) into a home: in one file, or day by day. Nothing of it is kept here."""

from __future__ import annotations

import csv
import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path

import yaml

PROJECT = Path(__file__).resolve().parents[2]
DATA = PROJECT.parent / "shared" / "data" / "real_inventory" / "snapshots.csv.gz"
PROFILE = PROJECT / "tests" / "ingestion" / "feeds" / "real_inventory.yml"
FEED = "real_inventory"
# The day after the last list, at noon in Seattle.
AS_OF = "2026-08-22T12:00:00-07:00"


def is_present() -> bool:
    """Whether the shared data lies beside the project; elsewhere the tests that need it are not collected."""
    return DATA.is_file()


def lay_configuration(home: Path) -> None:
    """The profile, and the eleven stores with ids of our own."""
    profile = home / "config" / "feeds" / f"{FEED}.yml"
    profile.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(PROFILE, profile)
    stores = home / "landing" / "canonical" / "stores" / "stores.csv"
    stores.parent.mkdir(parents=True, exist_ok=True)
    with stores.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["store_id", "store_name", "timezone", "group_id", "group_name", "brands", "org_type", "updated_at"])
        for name, store_id in store_ids().items():
            writer.writerow(
                [store_id, name, "America/Los_Angeles", "PUGET", "Puget Sound", "Toyota", "franchise", "2026-01-01T00:00:00-08:00"]
            )


def store_ids() -> dict[str, str]:
    """Store id by the dealer's name, as the profile has them."""
    ids: dict[str, str] = yaml.safe_load(PROFILE.read_text())["store"]["codes"]
    return ids


def lay_in_one(home: Path) -> Path:
    """All days in one file."""
    lay_configuration(home)
    target = home / "landing" / "feeds" / FEED / "snapshots.csv.gz"
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(DATA, target)
    return target


def lay_by_day(home: Path, days: set[str] | None = None) -> Iterator[str]:
    """One file a day, in the order of the days; gives each day (YYYY-MM-DD) once its file is there. `days`: only these."""
    lay_configuration(home)
    folder = home / "landing" / "feeds" / FEED
    folder.mkdir(parents=True, exist_ok=True)
    for day, header, rows in read_days():
        if days is not None and day not in days:
            continue
        with (folder / f"{day}.csv").open("w", newline="", encoding="utf-8") as out:
            writer = csv.writer(out)
            writer.writerow(header)
            writer.writerows(rows)
        yield day


def read_days() -> Iterator[tuple[str, list[str], list[list[str]]]]:
    """(day, header, rows) of the shared file, day after day: the file is in that order."""
    with gzip.open(DATA, "rt", encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = next(reader)
        day, rows = "", []
        for row in reader:
            if row[0] != day and rows:
                yield day, header, rows
                rows = []
            day = row[0]
            rows.append(row)
        yield day, header, rows
