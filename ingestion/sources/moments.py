"""Dates and times as lead providers and feed vendors write them, to ISO 8601 text.

What the document says is kept: with an offset the text has one, without it has none (then it is the store's local time; the canonical
model knows the time zone). Nothing is guessed beyond the order of day and month: month first, as in this trade's country, unless the
first number cannot be a month.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time, timedelta, timezone

_ZONES = {"z": 0, "utc": 0, "gmt": 0, "ut": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7}
_ZONES |= {"akst": -9, "akdt": -8, "hst": -10, "ast": -4, "adt": -3}
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr[1:], start=1)}

_DATES = (
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?=$|[T\s]|\d{4,6}(?!\d))", re.IGNORECASE),
    re.compile(r"(?P<m>\d{1,2})[-/.](?P<d>\d{1,2})[-/.](?P<y>\d{4}|\d{2})(?!\d)"),
    re.compile(r"(?:[a-z]{3,9}\.?,?\s+)?(?P<d>\d{1,2})(?:st|nd|rd|th)?[\s-]+(?P<b>[a-z]{3,9})\.?,?[\s-]+(?P<y>\d{4})(?!\d)", re.IGNORECASE),
    re.compile(
        r"(?:[a-z]{3,9}\.?,?\s+)?(?P<b>[a-z]{3,9})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?(?:,\s*|\s+)(?P<y>\d{4})(?!\d)", re.IGNORECASE
    ),
)
_TIME = re.compile(
    r"(?:T|\s|,|at|-|@)*(?P<h>\d{1,2})(?::?(?P<mi>\d{2}))(?::?(?P<s>\d{2})(?:[.,:](?P<f>\d{1,9}))?)?\s*(?P<ap>[ap]\.?m\.?)?", re.IGNORECASE
)
_HOUR = re.compile(r"(?:T|\s|,|at|-|@)+(?P<h>\d{1,2})\s*(?P<ap>[ap]\.?m\.?)", re.IGNORECASE)
_OFFSET = re.compile(
    r"\s*(?:GMT|UTC)?\s*(?P<sign>[+\-−])(?P<h>\d{1,2})(?::?(?P<mi>\d{1,2}))?\s*(?:\(.{0,40}\)|\[.{0,40}\])?$", re.IGNORECASE
)
_ZONE = re.compile(r"\s*\(?(?P<name>[A-Za-z]{1,4})\)?$")
_EARLIEST, _LATEST = 1990, 2099


def parse_moment(text: str | None) -> str | None:
    """`YYYY-MM-DDTHH:MM:SS[.ffffff][±HH:MM]` of a date or a date with a time; None if it is none.

    A date alone is its midnight. An offset that cannot be read (`EXT`, `-99:00`) makes the whole text unreadable: a time in the wrong
    zone is worse than one that is reported.
    """
    text = " ".join((text or "").split()).strip("\"'“”")
    if not text or len(text) > 80:
        return None
    for pattern in _DATES:
        if (found := pattern.match(text)) and (day := _day(found.groupdict())):
            return _with_time(day, text[found.end() :])
    return None


def parse_day(text: str | None) -> str | None:
    """Midnight of the day a text begins with, for a text whose time or zone cannot be read: the day is still what the sender said."""
    text = " ".join((text or "")[:200].split()).strip("\"'“”")
    for pattern in _DATES:
        if (found := pattern.match(text)) and (day := _day(found.groupdict())):
            return f"{day.isoformat()}T00:00:00"
    return None


def _day(parts: dict[str, str]) -> date | None:
    year = int(parts["y"]) + (2000 if len(parts["y"]) == 2 else 0)
    name = parts.get("b")
    month = _MONTHS.get(name[:3].lower(), 0) if name else int(parts["m"])
    day = int(parts["d"])
    if month > 12 >= day and not name:
        month, day = day, month
    if not _EARLIEST <= year <= _LATEST:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _with_time(day: date, rest: str) -> str | None:
    if not rest.strip(" ,T"):
        return f"{day.isoformat()}T00:00:00"
    found = _TIME.match(rest) or _HOUR.match(rest)
    if not found:
        return None
    parts = found.groupdict()
    hour, half = int(parts["h"]), (parts.get("ap") or "")[:1].lower()
    if half and not 1 <= hour <= 12:
        half = "" if 13 <= hour <= 23 and half == "p" else "?"  # 15:30 PM is said often, and clear
    hour = hour % 12 + 12 * (half == "p") if half in ("a", "p") else hour
    fraction = (parts.get("f") or "")[:6].ljust(6, "0")
    try:
        if half == "?":
            return None
        is_midnight = hour == 24 and not int(parts.get("mi") or 0)
        clock = time(0 if is_midnight else hour, int(parts.get("mi") or 0), min(int(parts.get("s") or 0), 59), int(fraction))
    except ValueError:
        return None
    moment = datetime.combine(day + timedelta(days=is_midnight), clock)
    zone_text = rest[found.end() :]
    if not zone_text.strip(" ."):
        return moment.isoformat()
    zone = _zone(zone_text)
    return moment.replace(tzinfo=zone).isoformat() if zone else None


def _zone(rest: str) -> timezone | None:
    """The offset that a text names, None where it cannot be read."""
    if found := _OFFSET.match(rest):
        hours, minutes = int(found["h"]), int(found["mi"] or 0)
        if hours > 14 or minutes > 59:
            return None
        offset = timedelta(hours=hours, minutes=minutes)  # `-08:0` is minus eight hours
        return timezone(-offset if found["sign"] in "-−" else offset)
    if (found := _ZONE.match(rest)) and found["name"].lower() in _ZONES:
        return timezone(timedelta(hours=_ZONES[found["name"].lower()]))
    return None
