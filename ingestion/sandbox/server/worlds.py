"""A simulated world as the vendors' book: their emitters' records, each known from the moment on at which its vendor told it."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ingestion.sandbox.clock import instant
from ingestion.sandbox.emitters import VENDORS, elead, vinsolutions
from ingestion.sandbox.emitters.ledger import Diary
from ingestion.sandbox.server.book import Book, Record
from ingestion.sandbox.world import World

_STAMP = re.compile(r"(\d{8}T\d{6})Z\.\w+\Z")
# Table of what is known for an account by number, and what it is known by: the export's own ids.
_VIN_KEYS = {
    "leads": "LeadID", "appointments": "AppointmentID", "showroom_visits": "VisitID", "tasks": "TaskID", "customers": "CustomerID",
    "users": "UserID", "user_access": "UserID", "lead_sources": "LeadSourceID", "lead_statuses": "LeadStatusID", "crm_sold": "DealNumber",
    "dms_sold": "DealNumber", "inventory": "StockNumber", "vehicles_of_interest": "LeadID", "trade_ins": "LeadID",
}  # fmt: skip


def run_world(size: str, seed: int, as_of: datetime) -> World:
    world = World(size, seed, instant(as_of))
    world.run()
    return world


def book_of(world: World, systems: tuple[str, ...] = ()) -> Book:
    """What each system (default: all that can be asked) knows at each moment of the world's time."""
    book, diary = Book(), Diary(world)
    for system in systems or (*_RECORDS, *_KEYS):
        if system in _RECORDS:
            records, key_of = _RECORDS[system]
            for store_id, codes in diary.codes.items():
                for table, told in records(diary, store_id).items():
                    for at, record in told:
                        book.put(system, codes[system], table, record, datetime.fromtimestamp(at, UTC), key_of(table, record))
        else:
            for account, table, record, at in _told(diary, system):
                book.put(system, account, table, record, at, "|".join(_at(record, path) for path in _KEYS[system]))
    return book


def _told(diary: Diary, system: str) -> Iterator[tuple[str, str, Record, datetime]]:
    """(account, table, record, since when it is known) of what an emitter writes: each pull in a file, its moment in the name."""
    with tempfile.TemporaryDirectory() as folder:
        VENDORS[system](diary, Path(folder))
        stamped = [(stamp[1], path) for path in Path(folder).rglob("*") if (stamp := _STAMP.search(path.name))]
        for moment, path in sorted(stamped):
            at = datetime.strptime(moment, "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
            for record in _records(path):
                yield path.parent.name, _table(system, path), record, at


def _table(system: str, path: Path) -> str:
    if system == "google_ads":
        return "ad_group" if path.name.startswith("ad_group") else "campaign"
    return {"tekion": "deals", "callrail": "calls", "marchex": "calls", "meta_ads": "insights", "microsoft_ads": "performance"}[system]


def _records(path: Path) -> list[Record]:
    """Of JSON lines, of an answer or a list of answers, of a CSV; reports in archives (ad groups) are nobody's question here."""
    if path.suffix == ".csv":
        return [dict(row) for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))]
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    if path.suffix != ".json":
        return []
    document = json.loads(path.read_text(encoding="utf-8"))
    answers = document if isinstance(document, list) else [document]
    return [record for answer in answers for value in answer.values() if isinstance(value, list) for record in value]


def _at(record: Any, path: str) -> str:
    for part in path.split("."):
        record = record.get(part) if isinstance(record, dict) else None
    return str(record)


_RECORDS: dict[str, tuple[Callable[[Diary, str], dict[str, list[Any]]], Callable[[str, Record], str]]] = {
    "elead": (elead.records, lambda _, record: str(record["id"])),
    "vinsolutions": (vinsolutions.records, lambda table, record: str(record.get(_VIN_KEYS[table]))),
}
_KEYS: dict[str, tuple[str, ...]] = {
    "google_ads": ("campaign.id", "adGroup.id", "segments.date", "segments.device"),
    "meta_ads": ("campaign_id", "adset_id", "ad_id", "date_start"),
    "microsoft_ads": ("TimePeriod", "CampaignId", "AdGroupId"),
    "callrail": ("id",),
    "marchex": ("call_id",),
    "tekion": ("id",),
}
