"""The run's clock and its name. The only place of orchestration that asks the machine for the time."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime

from orchestration.errors import UsageError

_HAS_TIME = re.compile(r"^\d{4}-?\d{2}-?\d{2}[T ]\d")


def utc_now() -> datetime:
    """Now, in UTC, with zone."""
    return datetime.now(UTC)


def parse_as_of(text: str) -> datetime:
    """An ISO 8601 moment as UTC. Without an offset it is UTC.

    A date alone is refused: it could mean its first second or its last, in a dozen time zones, and the marts would differ by a day.
    """
    text = text.strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--as-of {text!r} is not an ISO 8601 time; write it like 2026-03-31T22:00:00Z.") from None
    if not _HAS_TIME.match(text):
        raise UsageError(f"--as-of {text!r} is a date without a time of day; write the moment, for example {text}T22:00:00Z.")
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        raise UsageError(f"--as-of {text!r} is outside the calendar.") from None


def new_run_id(started_at: datetime) -> str:
    """A name that sorts by time and is unique: 20260331T220000Z-1f0c. Shape: UTC second, then 16 random bits."""
    return f"{started_at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"


def iso_utc(moment: datetime) -> str:
    """A moment as text, in UTC, to the second or finer: 2026-03-31T22:00:00Z."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def naive_utc(moment: datetime) -> datetime:
    """A moment as the warehouse keeps it: UTC, without zone."""
    return moment.astimezone(UTC).replace(tzinfo=None)
