"""What is known at a moment: typed instants, the winning row of each key, the clock of each store."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from . import adf
from .parameters import Parameters
from .reading import CONTRACT, Finding, Row, read_batches

BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
UNKNOWN = "unknown"


@dataclass
class Known:
    """Everything that the run at `as_of` knows. `rows[entity]` holds one row a key; `versions[entity]` every version."""

    as_of: datetime
    rows: dict[str, list[Row]]
    versions: dict[str, list[Row]]
    findings: list[Finding]
    parameters: Parameters = field(default_factory=Parameters)

    @property
    def stores(self) -> list[str]:
        return [*sorted(row["store_id"] for row in self.rows["stores"]), UNKNOWN]

    def store(self, store_id: str) -> Row:
        return next((row for row in self.rows["stores"] if row["store_id"] == store_id), {"store_id": store_id})

    def group(self, store_id: str | None) -> str:
        """ "A store without group_id is its own group." """
        return self.store(store_id or UNKNOWN).get("group_id") or f"store:{store_id or UNKNOWN}"

    def zone(self, store_id: str | None) -> ZoneInfo:
        return ZoneInfo(self.store(store_id or UNKNOWN).get("timezone") or "UTC")

    def local_date(self, instant: datetime, store_id: str | None) -> date:
        return instant.astimezone(self.zone(store_id)).date()

    def local_hour(self, instant: datetime, store_id: str | None) -> int:
        return instant.astimezone(self.zone(store_id)).hour

    def as_of_date(self, store_id: str | None) -> date:
        """ "`as_of_date` is each store's local date." """
        return self.local_date(self.as_of, store_id)

    def day_end(self, day: date, store_id: str) -> datetime:
        """The first instant after the local day."""
        return to_utc(datetime.combine(day + timedelta(days=1), time()), self.zone(store_id))


def to_utc(value: datetime, zone: ZoneInfo) -> datetime:
    """ "With an offset or `Z` they are instants; without one they are the store's local time." Of two readings the first; a time
    that the clocks skip moves forward by the gap (zoneinfo's fold 0 does both)."""
    if value.tzinfo is None:
        value = value.replace(tzinfo=zone, fold=0)
    return value.astimezone(UTC)


def _store_of(entity: str, row: Row, lead_store: dict[str, str], agent_store: dict[str, str]) -> str | None:
    """Whose local time a timestamp without offset is: the row's store, else its lead's, else its agent's."""
    if row.get("store_id"):
        return str(row["store_id"])
    return lead_store.get(row.get("lead_id") or "") or agent_store.get(row.get("agent_id") or "")


def _is_known(row: Row, entity: str, as_of: datetime, zone: ZoneInfo) -> bool:
    """ "Rows and versions later than the run's as_of (by updated_at, else by the event's time) … stay invisible." """
    moment = row.get("updated_at") or row.get(CONTRACT[entity].get("event_time", ""))
    if moment is None:
        return True
    if isinstance(moment, datetime):
        return moment <= as_of
    return bool(moment <= as_of.astimezone(zone).date())


def key_of(entity: str, row: Row) -> tuple[Any, ...]:
    spec = CONTRACT[entity]
    alternatives = [row.get(column) for column in spec.get("any_of", [])]
    return (*(row[column] for column in spec["key"]), *[next((a for a in alternatives if a is not None), None)] * bool(alternatives))


def _winner(entity: str, rows: list[Row]) -> Row:
    """ "A later `updated_at` wins; on a tie the later file wins; an older row that arrives late never overwrites a newer one.
    Entities without `updated_at` are append-only events: the first arrival of a key wins, a repeat is ignored." """
    if CONTRACT[entity]["upsert"] or any(row.get("updated_at") for row in rows):
        return max(rows, key=lambda row: (row.get("updated_at") or BEGINNING, row["_arrival"]))
    return min(rows, key=lambda row: row["_arrival"])


def known(trees: list[Path], as_of: datetime, parameters: Parameters) -> Known:
    """Read the batches in their order and keep what the clock has reached."""
    entities, findings, documents = read_batches(trees)
    zones: dict[str | None, ZoneInfo] = {}
    for row in entities["stores"]:
        row["updated_at"] = to_utc(row["updated_at"], ZoneInfo(row["timezone"])) if row["updated_at"] else None
    visible = [row for row in entities["stores"] if _is_known(row, "stores", as_of, ZoneInfo("UTC"))]
    stores = [_winner("stores", group) for group in _grouped("stores", visible)]
    zones = {row["store_id"]: ZoneInfo(row["timezone"]) for row in stores}
    empty = dict.fromkeys(CONTRACT["leads"]["columns"]) | {"_adf": True}
    entities["leads"] += [empty | lead for lead in adf.leads(documents, stores)]
    lead_store = {row["lead_id"]: row["store_id"] for row in entities["leads"]}
    agent_store = {row["agent_id"]: row["store_id"] for row in entities["agents"]}
    rows: dict[str, list[Row]] = {}
    versions: dict[str, list[Row]] = {}
    for entity, all_rows in entities.items():
        if entity == "stores":
            rows[entity], versions[entity] = stores, visible
            continue
        kept = []
        for row in all_rows:
            zone = zones.get(_store_of(entity, row, lead_store, agent_store), ZoneInfo("UTC"))
            for column, value in row.items():
                if isinstance(value, datetime):
                    row[column] = to_utc(value, zone)
            if row.get("store_id") and row["store_id"] not in zones:
                # "unknown_store (the row loads under the store `unknown`)"
                if row["store_id"] != UNKNOWN and not row.get("_adf"):
                    findings.append(Finding(entity, row["_file"], row["_line"], "store_id", "unknown_store", is_row_loaded=True))
                row["store_id"] = UNKNOWN
            if _is_known(row, entity, as_of, zone):
                kept.append(row)
        rows[entity] = [_winner(entity, group) for group in _grouped(entity, kept)]
        versions[entity] = [
            _winner(entity, group) for group in _grouped(entity, kept, with_version="updated_at" in CONTRACT[entity]["columns"])
        ]
    return Known(as_of, rows, versions, findings, parameters)


def _grouped(entity: str, rows: list[Row], with_version: bool = False) -> list[list[Row]]:
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault((*key_of(entity, row), *[row.get("updated_at")] * with_version), []).append(row)
    return list(groups.values())
