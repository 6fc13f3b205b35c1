"""Several scenarios in one home, for a run costs far more than a scenario: each becomes a dealer group of its own, with a letter in
front of its ids, and its expected rows are renamed with it. `run.py` runs each alone and as it stands.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from .run import Row, compare, expectations

IDS = (
    *("store_id", "group_id", "lead_id", "agent_id", "owner_agent_id", "backup_agent_id", "manager_agent_id", "salesperson_agent_id"),
    *("customer_id", "comp_id", "event_id", "call_id", "interaction_id", "assignment_id", "appointment_id", "rescheduled_from_id"),
    *("visit_id", "quote_id", "flow_id", "campaign_id", "account_id", "appraisal_id", "task_id"),
)
PROFILES = ("feeds", "reports")
NOBODY = ("", "unassigned", "unknown", "none", "*")
Fetch = Callable[[str], list[Row]]


def clocks(scenario: Path) -> list[str]:
    """The as_of of each batch."""
    run = json.loads((scenario / "run.json").read_text())
    return [run["as_of"] if isinstance(batch, str) else batch["as_of"] for batch in run["batches"]]


def trees(scenario: Path) -> list[Path]:
    """The landing tree of each batch."""
    run = json.loads((scenario / "run.json").read_text())
    return [scenario / (batch if isinstance(batch, str) else batch["dir"]) for batch in run["batches"]]


def has_feeds(scenario: Path) -> bool:
    """Whether the scenario brings profiles of its own: their files cannot be renamed."""
    return any((scenario / "config" / kind).exists() for kind in PROFILES)


def can_rename(scenario: Path) -> bool:
    """Canonical CSV files, and lead documents that name their store by its code."""
    files = [file.relative_to(tree) for tree in trees(scenario) for file in tree.rglob("*") if file.is_file()]
    return not has_feeds(scenario) and all(file.suffix == ".csv" or file.parts[0] == "adf" for file in files)


def renamed(row: Row, letter: str, keeps_makes: bool = False) -> Row:
    """The row under the group's letter; words that name nobody stay. Makes too, for cars of two groups must not be comparable – but not
    beside lead documents, whose makes stay (`keeps_makes`)."""
    if not letter:
        return row
    changed = {c: f"{letter}{row[c]}" for c in IDS if (row.get(c) or "") not in NOBODY}
    if (row.get("make") or "") not in NOBODY and not keeps_makes:
        changed["make"] = f"{row['make'].strip()}-{letter}"
    if row.get("file"):
        folder, name = row["file"].rsplit("/", 1)
        changed["file"] = f"{folder}/{letter}_{name}"
    return row | changed


def lay(scenario: Path, letter: str, home: Path, batch: int = 0) -> None:
    """Put a batch of the scenario and its configuration into the home beside the others'; without a letter as it stands."""
    tree = trees(scenario)[batch]
    for file in sorted(f for f in tree.rglob("*") if f.is_file()):
        folder = home / "landing" / file.relative_to(tree).parent
        folder.mkdir(parents=True, exist_ok=True)
        if letter and file.suffix == ".csv":
            _copy(file, folder / f"{letter}_{file.name}", letter, append=False)
        else:
            shutil.copy(file, folder / (f"{letter}_{file.name}" if letter else file.name))
    (home / "config").mkdir(exist_ok=True)
    for file in sorted((scenario / "config").glob("*.csv")):
        _copy(file, home / "config" / file.name, letter, append=True)
    for kind in PROFILES:
        if (scenario / "config" / kind).exists():
            shutil.copytree(scenario / "config" / kind, home / "config" / kind, dirs_exist_ok=True)


def copy_tree(tree: Path, landing: Path) -> None:
    """Lay a landing tree over another."""
    shutil.copytree(tree, landing, dirs_exist_ok=True)


def _copy(file: Path, target: Path, letter: str, append: bool) -> None:
    with file.open(newline="", encoding="utf-8-sig") as handle:
        reader = csv.DictReader(handle)
        rows = [renamed(row, letter) for row in reader]
        columns = list(reader.fieldnames or [])
    is_new = not (append and target.exists())
    with target.open("w" if is_new else "a", newline="", encoding="utf-8") as handle:
        writer = csv.DictWriter(handle, columns, lineterminator="\n")
        if is_new:
            writer.writeheader()
        writer.writerows(rows)


def _files(scenario: Path) -> set[str]:
    return {file.relative_to(tree).as_posix() for tree in trees(scenario) for file in tree.rglob("*") if file.is_file()}


def stores(scenario: Path) -> set[str]:
    """The scenario's own stores."""
    found: set[str] = set()
    for file in (trees(scenario)[0] / "canonical" / "stores").glob("stores*.csv"):
        with file.open(newline="", encoding="utf-8-sig") as handle:
            found |= {row["store_id"] for row in csv.DictReader(handle)}
    return found


def collide(one: Path, other: Path) -> bool:
    """Whether two scenarios that keep their names have a store or a file in common."""
    return bool(stores(one) & stores(other) or _files(one) & _files(other))


def is_of(row: Row, letter: str, scenario: Path) -> bool:
    """Whether a published row is the group's: a finding by its file, others by store, group or account. Without a letter the store
    and the file count, and a group's or account's name begins with a capital."""
    if "file" in row:
        file = row["file"] or ""
        return file.rsplit("/", 1)[-1].startswith(f"{letter}_") if letter else file in _files(scenario)
    if not letter and row.get("store_id"):
        # The unknown store is everybody's; it counts for a scenario that expects rows of it.
        expects_it = any(r.get("store_id") == "unknown" for _, rows, _, _ in expectations(scenario) for r in rows)
        return row["store_id"] in stores(scenario) | ({"unknown"} if expects_it else set())
    # A vehicle and a car of the market are nobody's; they count for who expects them.
    free = next((c for c in ("comp_id", "vin") if row.get(c)), None) if not {"store_id", "group_id"} & set(row) else None
    if free and not letter:
        return any(r.get(free) == row[free] for _, rows, columns, _ in expectations(scenario) if "store_id" not in columns for r in rows)
    owner = row.get("store_id") or row.get("group_id") or row.get("account_id") or ""
    return bool(re.match(letter or "[A-Z]", owner))


def differences(scenario: Path, letter: str, fetch: Fetch) -> Iterator[str]:
    """What the scenario's group has otherwise than expected."""
    has_documents = any((tree / "adf").exists() for tree in trees(scenario))
    for relation, rows, columns, how in expectations(scenario):
        rules: dict[str, Any] = how | {"where": renamed(how.get("where", {}), letter)}
        found = [row for row in fetch(relation) if is_of(row, letter, scenario)]
        for problem in compare(found, [renamed(row, letter, has_documents) for row in rows], columns, rules):
            yield f"{scenario.name}: {relation}: {problem}"
