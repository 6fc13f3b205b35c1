"""What a home's state knows of its ways in, as tables of raw: its canaries, and how the places that files come from answered.

Both are replaced at each ingest. Neither names a person, an address or a reason in a vendor's words.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ingestion import arrivals
from ingestion.home import Home
from ingestion.ledger import naive_utc

if TYPE_CHECKING:
    import duckdb

CANARIES = {"canary": "VARCHAR", "way": "VARCHAR", "injected_at": "TIMESTAMP", "published_at": "TIMESTAMP"}
ANSWERS = {"place": "VARCHAR", "system": "VARCHAR", "asked_at": "TIMESTAMP", "answered_at": "TIMESTAMP", "has_failed": "BOOLEAN"}
TABLES = {"canaries": CANARIES, "source_answers": ANSWERS}


def load(connection: duckdb.DuckDBPyConnection, home: Home) -> None:
    """Replace raw.canaries and raw.source_answers by what is known now."""
    from ingestion import canary

    canaries = [(c.name, c.way, _moment(c.injected_at), _moment(c.seen_at)) for c in canary.known(home)]
    answers = [
        (p["name"], p["system"], _moment(p["asked_at"]), _moment(p["answered_at"]), bool(p["failure"])) for p in arrivals.places(home)
    ]
    connection.execute("begin")
    try:
        for table, rows in (("canaries", canaries), ("source_answers", answers)):
            connection.execute(f"delete from raw.{table}")
            if rows:
                connection.executemany(f"insert into raw.{table} values ({', '.join('?' for _ in TABLES[table])})", rows)
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise


def _moment(text: str) -> datetime | None:
    """ISO 8601 with zone as naive UTC; none for "" and for what a damaged file holds."""
    try:
        return naive_utc(datetime.fromisoformat(text)) if text else None
    except ValueError:
        return None
