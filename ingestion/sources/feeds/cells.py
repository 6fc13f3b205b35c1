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
# Signs and words that say the unit and not the amount. `km` is not among them: a kilometre is not a mile.
_AROUND_A_NUMBER = re.compile(r"^(?:us\$|c\$|usd|cad|[$€£])\s*|\s*(?:usd|cad|eur|[$€£]|miles|mile|mi\.?)$", re.IGNORECASE)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")

Cell = Callable[[str], str | None]


def cell_of(column: Column, kind: str, profile: Profile) -> Cell:
    """The function from a cell as sent to its canonical text; kind is the contract's type of the column."""
    convert = {"int": number, "number": number, "bool": boolean, "date": dated(column.formats), "timestamp": timed(column.formats)}.get(
        kind, _same
    )

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


def timed(formats: tuple[str, ...]) -> Callable[[str], str]:
    """A time as ISO 8601, with an offset where the text has one."""

    def convert(text: str) -> str:
        return moment_of(text, formats) or text

    return convert


def moment_of(text: str, formats: tuple[str, ...]) -> str | None:
    """ISO 8601 text of a date or time, by the formats if there are any; None where none of them fits."""
    if not formats:
        return parse_moment(text)
    for form in formats:
        try:
            return (datetime.fromtimestamp(float(text), UTC) if form == "unix" else datetime.strptime(text, form)).isoformat()
        except (ValueError, OverflowError, OSError):
            continue
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
