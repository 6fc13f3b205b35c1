"""The same calls by two providers: CallRail v3 answers and Marchex Call Analytics results (vendors.md §7). One file per store and month."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ingestion.sandbox.emitters.ledger import Diary, iso_z
from ingestion.sandbox.log import Row


def write(diary: Diary, folder: Path) -> int:
    """`callrail/<company>/calls_<month>.json` and `marchex/<account>/call_search_<month>.json`; returns the number of files."""
    files = 0
    for store_id, codes in diary.codes.items():
        zone = diary.clocks[store_id]
        for month, calls in diary.by_month("calls", "provider", "call_id", store_id=store_id):
            rail = [_callrail(codes["callrail"], diary.places[store_id].timezone, zone.local(c["started_at"]), c) for c in calls]
            page = {"page": 1, "per_page": 250, "total_pages": 1, "total_records": len(rail), "calls": rail}
            files += _put(folder / "callrail" / codes["callrail"] / f"calls_{month}.json", page)
            found = [_marchex(codes["marchex"], c) for c in calls]
            files += _put(folder / "marchex" / codes["marchex"] / f"call_search_{month}.json", {"jsonrpc": "2.0", "id": 1, "result": found})
    return files


def _put(path: Path, answer: object) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((json.dumps(answer, separators=(",", ":")) + "\n").encode())
    return 1


def _e164(phone: str | None) -> str | None:
    return f"+1{phone}" if phone else None


def _callrail(company: str, timezone: str, started: datetime, c: Row) -> dict[str, Any]:
    return {
        "id": c["call_id"], "answered": c["outcome"] == "answered", "direction": c["direction"],
        "duration": c["talk_seconds"] if c["outcome"] == "answered" else c["ring_seconds"],
        "start_time": started.isoformat(timespec="milliseconds"),
        "customer_phone_number": _e164(c["caller_number"]), "tracking_phone_number": _e164(c["tracking_number"]),
        "voicemail": c["outcome"] == "voicemail", "recording": c["recording_url"], "company_id": company, "company_time_zone": timezone,
        "source_name": c["source_code"], "campaign": c["campaign_id"], "lead_status": "good_lead" if c["lead_id"] else None,
        "agent_email": f"{c['agent_id'].lower()}@example.com" if c["agent_id"] else None, "created_at": iso_z(c["updated_at"]),
        "value": None, "tags": [],
    }  # fmt: skip


def _marchex(account: str, c: Row) -> dict[str, Any]:
    return {
        "call_id": c["call_id"], "acct": account, "call_start": f"{datetime.fromtimestamp(c['started_at'], UTC):%Y-%m-%dT%H:%M:%SZ}",
        "call_status": c["outcome"], "c_name": c["source_code"], "duration": (c["talk_seconds"] or 0) + (c["ring_seconds"] or 0),
        "ring_duration": c["ring_seconds"], "caller_number": c["caller_number"], "tracking_number": c["tracking_number"],
        "inbound": c["direction"] == "inbound", "dna_class": "Sales" if c["lead_id"] else "Other",
    }  # fmt: skip
