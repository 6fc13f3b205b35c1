"""What a profile does to one cell: empty words, patterns, value maps, money, dates. Pure functions over text; no cell makes them fail.

What cannot be read as the column's type is given on as it stands: the engine reports it with its line, and dbt reads it as null.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from ingestion.sources.feeds.profile import Column, Profile, Way
from ingestion.sources.moments import parse_moment

_BOOLEANS = {"true": "true", "1": "true", "yes": "true", "y": "true", "false": "false", "0": "false", "no": "false", "n": "false"}
_CLOCK = re.compile(r"(?P<h>\d{1,2})(?::(?P<m>[0-5]\d))?\s*(?P<half>[ap])\.?m\.?", re.IGNORECASE)
# Signs and words that say the unit and not the amount. `km` is not among them: a kilometre is not a mile.
_AROUND_A_NUMBER = re.compile(r"^(?:us\$|c\$|usd|cad|[$€£])\s*|\s*(?:usd|cad|eur|[$€£]|miles|mile|mi\.?)$", re.IGNORECASE)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")

Cell = Callable[[str], str | None]


def cell_of(column: Column, kind: str, profile: Profile) -> Cell:
    """The function from a cell as sent to its canonical text; kind is the contract's type of the column."""
    converters: dict[str, Callable[[str], str]] = {"int": number, "number": number, "bool": boolean, "time": time_of_day}
    converters |= {"date": dated(column.formats), "timestamp": timed(column.formats, column.timezone)}
    convert = converters.get(kind, _same)

    def cell(text: str) -> str | None:
        text = text.strip(" \t\r\n\u00a0")
        if not text or text.lower() in profile.empty_values:
            return None
        if column.pattern is not None and (found := column.pattern.search(text)):
            text = (found.group(1) or "").strip() or text
        if (mapped := column.values.get(text.lower())) is not None:
            return mapped or None
        text = convert(text)
        if column.zero_is_empty and _is_zero(text):
            return None
        return text

    return cell


def _same(text: str) -> str:
    return text


def number(text: str) -> str:
    """`$24,995.00`, `24995 USD`, `64,000 miles`, `(500.00)` as a plain number; anything else as it stands."""
    plain = text.strip()
    sign = ""
    if plain.startswith("(") and plain.endswith(")"):
        plain, sign = plain[1:-1].strip(), "-"
    if plain.startswith("-"):
        plain, sign = plain[1:].strip(), "-"
    plain = _AROUND_A_NUMBER.sub("", _AROUND_A_NUMBER.sub("", plain)).strip()
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    return sign + plain if _NUMBER.fullmatch(plain) else text


def boolean(text: str) -> str:
    return _BOOLEANS.get(text.lower(), text)


def dated(formats: tuple[str, ...]) -> Callable[[str], str]:
    """A date as YYYY-MM-DD: by the formats, in order, else as moments.py reads it (month before day)."""

    def convert(text: str) -> str:
        moment = moment_of(text, formats)
        return moment[:10] if moment else text

    return convert


def timed(formats: tuple[str, ...], zone: str | None = None) -> Callable[[str], str]:
    """A time as ISO 8601, with an offset where the text has one or the profile names a zone."""

    def convert(text: str) -> str:
        moment = moment_of(text, formats)
        return zoned(moment, zone) if moment else text

    return convert


def zoned(moment: str, zone: str | None) -> str:
    """ISO 8601 text with the zone's offset, where it has none and a zone is given."""
    if zone is None:
        return moment
    parsed = datetime.fromisoformat(moment)
    return moment if parsed.tzinfo else parsed.replace(tzinfo=ZoneInfo(zone)).isoformat()


def time_of_day(text: str) -> str:
    """`9:00 AM`, `9 am` as 09:00; anything else as it stands."""
    found = _CLOCK.fullmatch(text)
    if not found or not 1 <= int(found["h"]) <= 12:
        return text
    return f"{int(found['h']) % 12 + 12 * (found['half'].lower() == 'p'):02d}:{found['m'] or '00'}"


def moment_of(text: str, formats: tuple[str, ...]) -> str | None:
    """ISO 8601 text of a date or time, by the formats if there are any; None where none of them fits."""
    if not formats:
        return parse_moment(text)
    for form in formats:
        try:
            if form == "unix":
                return datetime.fromtimestamp(float(text), UTC).isoformat()
            moment = datetime.strptime(text, form)
        except (ValueError, OverflowError, OSError):
            continue
        # strptime reads 0615 as 06:01:05 if asked for %H%M%S: in a run of digits each part has its full width.
        if not text.isdigit() or moment.strftime(form) == text:
            return moment.isoformat()
    return None


def snapshot_time(text: str, way: Way) -> str | None:
    """The moment of a list: as moment_of, with the profile's time of day where the text has none, its time zone where it has no offset."""
    text = text.strip()
    moment = moment_of(text, way.formats)
    if moment is None:
        return None
    parsed = datetime.fromisoformat(moment)
    says_time = ":" in text or sum(c.isdigit() for c in text) >= 10  # a date has at most eight digits
    if way.time_of_day and not says_time:
        hours, minutes = way.time_of_day.split(":")
        parsed = parsed.replace(hour=int(hours), minute=int(minutes))
    if parsed.tzinfo is None and way.timezone:
        parsed = parsed.replace(tzinfo=ZoneInfo(way.timezone))
    return parsed.isoformat()


def _is_zero(text: str | None) -> bool:
    return text is not None and bool(_NUMBER.fullmatch(text)) and float(text) == 0
