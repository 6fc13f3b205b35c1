"""Is there anything to do? Decided from small notes and file times alone, so that a tick with nothing new costs a second."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ingestion.home import Home
from orchestration.fingerprint import config_fingerprint
from orchestration.state import LAST_BUILD, LAST_PUBLISH, LAST_RUN, read_note


def why_nothing_new(
    home: Home, as_of: datetime | None, now: datetime, code: str, has_pending: bool, clock_refresh_minutes: float
) -> str | None:
    """A sentence if a run would publish what is published already; None if it has to run.

    `as_of` is the clock that was asked for; without one a run takes `now`, and ages move on: then the last publication is good enough
    only while every store has the same local date and it is younger than `clock_refresh_minutes`.
    """
    last = read_note(home, LAST_PUBLISH)
    if has_pending or not last or not _is_whole(home, last):
        return None
    if last.get("code") != code or last.get("config") != config_fingerprint(home):
        return None
    published_as_of = datetime.fromisoformat(last["as_of"])
    if as_of is not None:
        if as_of != published_as_of:
            return None
        return f"Nothing new: no file changed, and {last['run_id']} is published as of the same moment."
    age_minutes = (now - published_as_of).total_seconds() / 60
    if not 0 <= age_minutes < clock_refresh_minutes or not _same_local_dates(published_as_of, now, last.get("timezones", [])):
        return None
    return f"Nothing new: no file changed since {last['run_id']}, published {age_minutes:.0f} minutes ago."


def _is_whole(home: Home, last: dict[str, object]) -> bool:
    """The last run got as far as its publication, and both files are still the ones it left."""
    run = read_note(home, LAST_RUN)
    if run.get("outcome") != "published" or run.get("run_id") != last.get("run_id") or not home.warehouse.exists():
        return False
    try:
        found = home.published.stat()
    except OSError:
        return False
    return [found.st_size, found.st_mtime_ns] == last.get("file")


def _same_local_dates(before: datetime, now: datetime, timezones: list[str]) -> bool:
    for name in {*timezones, "UTC"}:
        try:
            zone = ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            return False
        if before.astimezone(zone).date() != now.astimezone(zone).date():
            return False
    return True


def why_full_refresh(home: Home, as_of: datetime, code: str, asked: bool, has_been_built: bool) -> str | None:
    """A few words if every table must be built anew; None if adding what is new gives the same.

    Incremental models add to what the last build left. That is right only if the last build was whole, by the same SQL and settings, and
    if the clock did not go back: rows of a later day must go again.
    """
    last = read_note(home, LAST_BUILD)
    if asked:
        return "asked for"
    if not has_been_built:
        return "first build"
    if not last:
        return "the last build did not end"
    if last.get("build") != code:
        return "models or seeds changed"
    if last.get("config") != config_fingerprint(home):
        return "settings changed"
    if as_of < datetime.fromisoformat(last["as_of"]):
        return "the clock went back"
    return None
