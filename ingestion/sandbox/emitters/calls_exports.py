"""The same calls by two providers: CallRail v3 as JSON lines and Marchex Call Analytics as JSON-RPC answers (vendors.md §7).

Both are asked each week for the two weeks before: what a provider changes later, the next answer tells again.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ingestion.sandbox.emitters.ledger import Diary, iso_z
from ingestion.sandbox.emitters.pulls import WEEK, pulls, put, stamp
from ingestion.sandbox.log import Row


def write_callrail(diary: Diary, folder: Path) -> int:
    """`calls/<company>/calls_<moment>.jsonl`; returns the number of files."""
    files = 0
    for store_id, at, calls in _answers(diary):
        company, zone = diary.codes[store_id]["callrail"], diary.places[store_id].timezone
        lines = [_json(_callrail(company, zone, diary.clocks[store_id].local(c["started_at"]), c)) for c in calls]
        files += put(folder / "calls" / company / f"calls_{stamp(at)}.jsonl", b"".join(lines), at)
    return files


def write_marchex(diary: Diary, folder: Path) -> int:
    """`calls/<account>/call_search_<moment>.json`; returns the number of files."""
    files = 0
    for store_id, at, calls in _answers(diary):
        account = diary.codes[store_id]["marchex"]
        answer = {"jsonrpc": "2.0", "id": 1, "result": [_marchex(account, c) for c in calls]}
        files += put(folder / "calls" / account / f"call_search_{stamp(at)}.json", _json(answer), at)
    return files


def _answers(diary: Diary) -> Iterator[tuple[str, int, list[Row]]]:
    for store_id in diary.codes:
        for at, known in pulls(diary, "calls", ("call_id",), store_id):
            calls = [row for row in known.values() if row["started_at"] > at - 2 * WEEK]
            if calls:
                yield store_id, at, calls


def _json(answer: object) -> bytes:
    return (json.dumps(answer, separators=(",", ":")) + "\n").encode()


def _e164(phone: str | None) -> str | None:
    return f"+1{phone}" if phone else None


def _callrail(company: str, timezone: str, started: datetime, c: Row) -> dict[str, Any]:
    return {
        "id": c["call_id"], "answered": c["outcome"] == "answered", "direction": c["direction"],
        "duration": c["talk_seconds"] if c["outcome"] == "answered" else c["ring_seconds"],
        "call_type": "abandoned" if c["outcome"] == "abandoned" else None,
        "start_time": started.isoformat(timespec="milliseconds"),
        "customer_phone_number": _e164(c["caller_number"]), "tracking_phone_number": _e164(c["tracking_number"]),
        "voicemail": c["outcome"] == "voicemail", "recording": c["recording_url"], "company_id": company, "company_time_zone": timezone,
        "source_name": c["source_code"], "campaign": c["campaign_id"], "lead_status": "good_lead" if c["lead_id"] else None,
        "agent_email": _email(c), "created_at": iso_z(c["updated_at"]), "value": None, "tags": ["vla"] if c["campaign_id"] else [],
    }  # fmt: skip


def _email(c: Row) -> str | None:
    return f"{c['agent_id'].lower()}@example.com" if c["agent_id"] else None


def _marchex(account: str, c: Row) -> dict[str, Any]:
    return {
        "call_id": c["call_id"], "acct": account, "call_start": f"{datetime.fromtimestamp(c['started_at'], UTC):%Y-%m-%dT%H:%M:%SZ}",
        "call_status": c["outcome"], "c_name": c["source_code"], "duration": (c["talk_seconds"] or 0) + (c["ring_seconds"] or 0),
        "ring_duration": c["ring_seconds"], "caller_number": c["caller_number"], "tracking_number": c["tracking_number"],
        "inbound": c["direction"] == "inbound", "dna_class": "Sales" if c["lead_id"] else "Other", "agent_email": _email(c),
        "recording_url": c["recording_url"],
    }  # fmt: skip
