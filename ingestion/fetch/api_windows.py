"""Which spans of time a resource is asked for now. Pure: from what is remembered and what time it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from ingestion.fetch.api_spec import Resource
from ingestion.fetch.api_state import State, moment

SKEW = timedelta(minutes=5)  # clocks that differ by less are not worth a word
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Window:
    """start, end: what is asked for. upto: what the cursor becomes when it is whole; for days `end` is the last day, included."""

    start: datetime
    end: datetime
    upto: datetime
    is_backfill: bool = False

    def as_list(self) -> list[Any]:
        return [self.start.isoformat(), self.end.isoformat(), self.upto.isoformat(), self.is_backfill]

    @classmethod
    def of_list(cls, data: list[Any]) -> Window:
        start, end, upto = (datetime.fromisoformat(text) for text in data[:3])
        return cls(start, end, upto, bool(data[3]))

    @property
    def said(self) -> str:
        return f"{self.start:%Y-%m-%d %H:%M} to {self.end:%Y-%m-%d %H:%M} UTC"


@dataclass
class Plan:
    """windows: in the order of time. is_wide: the overlap of `again` is in it. notes: what a person should know."""

    windows: list[Window]
    is_wide: bool
    notes: list[str]


def plan(resource: Resource, state: State, now: datetime, since: datetime | None, zone: tzinfo = UTC) -> Plan:
    """What to ask now. Nothing, where `every_hours` have not passed since everything was asked."""
    cursor, notes = resource.cursor, []
    first = min(since or now - cursor.since, now)
    if cursor.kind == "none":
        asked_at = moment(state.asked_at)
        is_due = not asked_at or not timedelta() <= now - asked_at < resource.every
        return Plan([Window(first, now, now)] if is_due else [], False, [])
    at = moment(state.cursor)
    if at and at > now + SKEW:
        notes.append(f"{resource.name}: the stored cursor was in the future, by this machine's clock; asked from now on, with its overlap.")
    at = min(at, now) if at else None
    if cursor.kind == "answer":
        if at is None and resource.backfill is not None:
            return Plan(_backfill(resource, state, first, now), False, notes)
        start = (at or first) - (cursor.overlap if at else timedelta())
        return Plan([Window(start, now, now)], False, notes)
    start = first if at is None else at - cursor.overlap
    again_at = moment(state.again_at)
    is_wide = bool(resource.again) and (again_at is None or not timedelta() <= now - again_at < resource.again_every)
    if is_wide and at is not None:
        start = min(start, now - resource.again)
    if cursor.kind == "days":
        return Plan(list(_days(start.astimezone(zone), now.astimezone(zone), cursor.window)), is_wide, notes)
    return Plan(list(_spans(start, now, cursor.window)), is_wide, notes)


def _backfill(resource: Resource, state: State, first: datetime, now: datetime) -> list[Window]:
    """The past, where another address has it. Where it ends stays fixed, so that what changes meanwhile comes from there on."""
    done, end = (moment(state.backfill[0]), moment(state.backfill[1])) if len(state.backfill) == 2 else (None, None)
    end = min(end or now, now)
    assert resource.backfill is not None
    spans = _spans(min(done or first, end), end, resource.backfill.cursor.window)
    return [Window(w.start, w.end, w.upto, is_backfill=True) for w in spans]


def _spans(start: datetime, end: datetime, width: timedelta | None) -> Iterator[Window]:
    if width is None or end - start <= width:
        yield Window(start, end, end)
        return
    at = start
    while at < end:
        then = min(at + width, end)
        yield Window(at, then, then)
        at = then


def _days(start: datetime, end: datetime, width: timedelta | None) -> Iterator[Window]:
    """Whole days, both ends included; the cursor stands on the last day's begin, or on the moment asked, if that is later."""
    day = start.replace(hour=0, minute=0, second=0, microsecond=0)
    last = end.replace(hour=0, minute=0, second=0, microsecond=0)
    step = max(width or last - day + _DAY, _DAY)
    while day <= last:
        to = min(day + step - _DAY, last)
        yield Window(day, to, end if to == last else to)
        day = to + _DAY
