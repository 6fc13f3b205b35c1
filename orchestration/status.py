"""`rooftop status`: what is fresh, was set aside, was published, and who writes. Reads published files and notes: it waits for no one."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from ingestion import arrivals
from ingestion.home import Home
from orchestration.sql_text import literal
from orchestration.state import LAST_RUN, read_note

_FRESHNESS = """
select source_system, entity, last_event_at, last_loaded_at, event_age_seconds, load_age_seconds, status
from published.marts.mart_data_freshness
order by case status when 'stale' then 1 when 'warn' then 2 when 'no_data' then 4 else 3 end, source_system, entity
"""
_CONNECTIONS = "select source_system, place as entity, status from published.marts.mart_source_connections order by place"
_QUARANTINE = """
select run_id, reason_code, count(*) as findings
from published.meta.quarantine
group by run_id, reason_code
order by run_id desc, findings desc, reason_code
"""
_PUBLISH = "select publish_id, run_id, as_of, published_at, warehouse_version, checks_passed, checks_warned from published.meta.publish"
_RUNS_SHOWN = 5


def collect(home: Home) -> dict[str, Any]:
    """Everything `status` says, as data. Moments are ISO 8601 in UTC, ages in seconds as of the publication."""
    last = read_note(home, LAST_RUN)
    publications = [row for path in _published_files(home) for row in _publication(home, path)]
    return {
        "home": str(home.root),
        "writer": writer(home),
        "last_run": {name: last.get(name) for name in ("run_id", "as_of", "started_at", "outcome")} if last else None,
        "publications": publications,
        "fetched": arrivals.places(home),
        "freshness": freshness(home),
        "quarantined": _latest_runs(_rows(home.published, _QUARANTINE)),
    }


def freshness(home: Home) -> list[dict[str, Any]]:
    """Rows of the published mart_data_freshness, the late ones first."""
    return _rows(home.published, _FRESHNESS)


def connections(home: Home) -> list[dict[str, Any]]:
    """Places that are asked, as of the publication; the place stands as `entity`."""
    return _rows(home.published, _CONNECTIONS)


def writer(home: Home) -> str | None:
    """Who holds the writer lock, from the note beside it: trying the lock itself could make a run fail. A dead process holds nothing."""
    try:
        note = json.loads(home.lock.with_suffix(".json").read_text(encoding="utf-8"))
        os.kill(int(note["pid"]), 0)
        return f"process {int(note['pid'])}, since {note['since']}"
    except PermissionError:
        return "another user's process"
    except (OSError, ValueError, KeyError, TypeError):
        return None


def as_text(status: dict[str, Any]) -> str:
    """The same, to read."""
    lines = [f"Home         {status['home']}", f"Writing now  {status['writer'] or 'no one'}"]
    last = status["last_run"]
    lines.append(
        f"Last run     {last['run_id']} is {last['outcome']}, as of {last['as_of']}" if last else "Last run     none yet: rooftop run"
    )
    if not status["publications"]:
        return "\n".join([*lines, "Published    nothing yet"])
    for number, row in enumerate(status["publications"]):
        kept = "" if number else "   <- what readers see"
        if "problem" in row:
            lines.append(f"{'Published' if not number else '':<13}{row['file']} {row['problem']}{kept}")
            continue
        checks = f"{row['checks_passed']} checks passed, {row['checks_warned']} warned"
        lines.append(f"{'Published' if not number else '':<13}{row['run_id']} as of {row['as_of']}, {checks}{kept}")
    lines += _fetched(status["fetched"])
    lines.append("Quarantined  " + ("" if status["quarantined"] else "nothing"))
    for run in status["quarantined"]:
        lines.append(f"             {run['run_id']}  " + ", ".join(f"{reason} {n:,}" for reason, n in run["by_reason"].items()))
    lines.append("Fresh        source / entity                          newest event          newest load           status")
    for row in status["freshness"]:
        if row["status"] != "no_data":
            name = f"{row['source_system']} / {row['entity']}"
            event, load = (row[c] or "-" for c in ("last_event_at", "last_loaded_at"))
            lines.append(f"             {name:<40} {event:<21} {load:<21} {row['status']}")
    silent = [f"{row['source_system']} / {row['entity']}" for row in status["freshness"] if row["status"] == "no_data"]
    if silent:
        lines.append(f"             without data: {', '.join(silent)}")
    return "\n".join(lines)


def _fetched(places: list[dict[str, str]]) -> list[str]:
    """A line for each place that files are fetched from."""
    told = [
        f"{p['name']:<24} " + (f"does not answer: {p['failure']}" if p["failure"] else f"answered {p['answered_at'][:19] or 'never yet'}")
        for p in places
    ]
    return [f"{'' if number else 'Fetched':<13}{text}" for number, text in enumerate(told)]


def _published_files(home: Home) -> list[Path]:
    """The current file, then the kept ones, newest first."""
    kept = sorted((home.published.parent / "versions").glob("rooftop-*.duckdb"), reverse=True)
    return [path for path in (home.published, *kept) if path.exists()]


def _publication(home: Home, path: Path) -> list[dict[str, Any]]:
    """What a published file says of itself; its name and a problem if it cannot be asked."""
    try:
        rows = _query(path, _PUBLISH)
    except duckdb.Error:
        rows = [{"problem": "cannot be read: damaged, or open for writing in some tool"}]
    return [{"file": path.relative_to(home.root).as_posix(), **row} for row in rows]


def _rows(path: Path, sql: str) -> list[dict[str, Any]]:
    """Rows of a published file; none where there is no such file or table (`_publication` says why)."""
    try:
        return _query(path, sql) if path.exists() else []
    except duckdb.Error:
        return []


def _query(path: Path, sql: str) -> list[dict[str, Any]]:
    with duckdb.connect() as con:
        con.execute(f"attach {literal(path)} as published (read_only)")
        cursor = con.execute(sql)
        names = [column[0] for column in cursor.description or []]
        return [{name: _plain(cell) for name, cell in zip(names, row, strict=True)} for row in cursor.fetchall()]


def _plain(cell: Any) -> Any:
    return cell.isoformat(timespec="seconds") + "Z" if isinstance(cell, datetime) else cell


def _latest_runs(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    runs: dict[str, dict[str, int]] = {}
    for row in rows:
        runs.setdefault(row["run_id"], {})[row["reason_code"]] = row["findings"]
    return [{"run_id": run_id, "by_reason": reasons} for run_id, reasons in list(runs.items())[:_RUNS_SHOWN]]
