"""`rooftop canary`: put test leads in at the front, and say when they came out at the end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from ingestion import canary
from ingestion.canary import Canary
from ingestion.home import Home
from orchestration.errors import RooftopError
from orchestration.sql_text import literal

LATE_MINUTES = 30.0
_STORE = "select store_name from published.dims.dim_stores where is_current and store_id = {store} limit 1"
_FIRST_STORE = "select store_name from published.dims.dim_stores where is_current and store_id <> 'unknown' order by store_id limit 1"
_SEEN = """
select leads.utm_campaign, publish.published_at
from published.facts.fct_leads as leads
cross join published.meta.publish as publish
where leads.is_test and leads.utm_campaign in ({names})
"""


def inject(home: Home, store_id: str | None, url: str | None, hook: str) -> list[Canary]:
    """One by file, and one by webhook where a running inbox is named."""
    name = _store_name(home, store_id)
    put_in = [canary.inject(home, name)]
    if url:
        put_in.append(canary.inject(home, name, "webhook", url, hook))
    return put_in


def check(home: Home, now: datetime, late_minutes: float = LATE_MINUTES) -> dict[str, Any]:
    """Look for those not seen yet in every kept publication, oldest first; note when they were. `outcome`: seen, waiting, late."""
    waiting = {c.name: c for c in canary.known(home) if not c.seen_at}
    for path in _publications(home):
        if not waiting:
            break
        names = ", ".join(literal(name) for name in waiting)
        for name, published_at in _query(path, _SEEN.format(names=names)):
            one = waiting.pop(name, None)
            if one is not None:
                seen_at = published_at.replace(tzinfo=UTC)
                seconds = (seen_at - datetime.fromisoformat(one.injected_at)).total_seconds()
                canary.note(home, replace(one, seen_at=seen_at.isoformat(timespec="milliseconds"), seconds=round(seconds, 1)))
    late = [c for c in waiting.values() if (now - datetime.fromisoformat(c.injected_at)).total_seconds() > 60 * late_minutes]
    outcome = "late" if late else "waiting" if waiting else "seen"
    return {"outcome": outcome, "home": str(home.root), "late_minutes": late_minutes, "canaries": [vars(c) for c in canary.known(home)]}


def as_text(found: dict[str, Any]) -> str:
    """The newest canaries, to read."""
    if not found["canaries"]:
        return "No canary was put in yet: rooftop canary"
    lines = [
        f"{c['injected_at']}  {c['way']:<8} {c['name']}  " + (f"published after {c['seconds']:,.0f} s" if c["seen_at"] else "not seen yet")
        for c in found["canaries"][-10:]
    ]
    if found["outcome"] == "late":
        lines.append(f"Late: a lead that came in more than {found['late_minutes']:g} minutes ago is not published.")
    return "\n".join(lines)


def _store_name(home: Home, store_id: str | None) -> str:
    """By what name a provider of leads calls the store."""
    rows = _query(home.published, _STORE.format(store=literal(store_id)) if store_id else _FIRST_STORE) if home.published.exists() else []
    if not rows:
        what = f"no store {store_id!r}" if store_id and home.published.exists() else "no published store yet"
        raise RooftopError(f"There is {what} that a canary could be sent to; `rooftop status` says what is published.")
    return str(rows[0][0])


def _publications(home: Home) -> list[Path]:
    """Kept files, oldest first, the current one last."""
    kept = sorted((home.published.parent / "versions").glob("rooftop-*.duckdb"))
    return [path for path in (*kept, home.published) if path.exists()]


def _query(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """Rows of a published file; none where it cannot be asked (an older one may lack the table)."""
    try:
        with duckdb.connect() as con:
            con.execute(f"attach {literal(path)} as published (read_only)")
            return con.execute(sql).fetchall()
    except duckdb.Error:
        return []
