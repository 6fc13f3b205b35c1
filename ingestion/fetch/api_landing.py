"""What a window held, into landing: one file, and only records that the last pull did not see."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ingestion import settings
from ingestion.durable import remove_partials, write_whole
from ingestion.fetch.api_pages import pages
from ingestion.fetch.api_spec import Paging, Resource
from ingestion.fetch.api_state import digest_of, line_of
from ingestion.fetch.api_text import at_path

if TYPE_CHECKING:
    from ingestion.fetch.api import AccountPull

SETTLES_DAYS = 7  # more than any platform needs to close an ad day (seed parameter ad_day_closes_after_days)


def land(pull: AccountPull, resource: Resource, lines: Iterable[bytes], known: set[str]) -> tuple[set[str], list[bytes]]:
    """Records into landing, one JSON a line, with their parts. When it returns they survive a power cut.

    Gives the digests of all, and the lines of those that were not known. When the question was asked does not make a record a new one.
    """
    around = {*pull.line.context[resource.table], resource.stamp}
    held: set[str] = set()
    new: list[bytes] = []
    for name, group in _groups(resource, lines):
        age = _age(name, pull.today()).encode() if resource.group else b""
        digest = digest_of(age + b"".join(sorted(_without(line, around) for line in group)))
        if digest in held:
            continue
        held.add(digest)
        if digest in known:
            pull.outcome.known += len(group)
        else:
            new += group
    if new:
        put(pull, resource, [_with_parts(pull, resource, line) for line in new] if resource.parts else new, "jsonl")
    return held, new


def put(pull: AccountPull, resource: Resource, chunks: Iterable[bytes], ending: str) -> None:
    """One file under landing/<vendor>/<table>/<account>/, named by the moment and the recipe; nothing is ever replaced."""
    folder = pull.home.landing / pull.api.system / resource.table / pull.account
    remove_partials(folder, pull.recipe.name)
    now = pull.line.now(pull.outcome.notes)
    path = _free(folder, f"{settings.now():%Y%m%dT%H%M%SZ}_{pull.recipe.name}", ending)
    pull.outcome.bytes += write_whole(path, chunks, now.timestamp(), pull.recipe.name)
    pull.outcome.fetched += 1


def _free(folder: Path, stem: str, ending: str) -> Path:
    """A name that sorts behind what was asked before it: the order of arrival."""
    number = 1
    while (path := folder / f"{stem}_{number:04d}.{ending}").exists():
        number += 1
    return path


def _with_parts(pull: AccountPull, resource: Resource, line: bytes) -> bytes:
    record = json.loads(line)
    for name, part in resource.parts.items():
        is_one = part.get("is") == "one"
        asked = replace(resource, path=part["path"], params={}, records=part["records"], is_one=is_one, parts={}, paging=Paging())
        values = {**pull.line.values, "item": str(at_path(record, resource.key[0]))}
        found = [answer for answers, _, _ in pages(pull.line, asked, values) for answer in answers]
        if found or not is_one:
            record[name] = found[0] if is_one else found
    return line_of(record)


def _without(line: bytes, names: set[str]) -> bytes:
    if names == {""}:
        return line
    record = json.loads(line)
    return line_of({k: v for k, v in record.items() if k not in names}) if isinstance(record, dict) else line


def _age(day: str, today: date) -> str:
    """Days since a day, up to a week. For so long it lands daily though nothing changes: a figure that is given later says more."""
    try:
        return str(min(max((today - date.fromisoformat(day)).days, 0), SETTLES_DAYS))
    except ValueError:
        return ""


def _groups(resource: Resource, lines: Iterable[bytes]) -> Iterable[tuple[str, list[bytes]]]:
    """Records that land together: each alone, or all of a day (`group`), with its name."""
    if not resource.group:
        return (("", [line]) for line in lines)
    groups: dict[str, list[bytes]] = {}
    for line in lines:
        groups.setdefault(str(at_path(json.loads(line), resource.group)), []).append(line)
    return groups.items()
