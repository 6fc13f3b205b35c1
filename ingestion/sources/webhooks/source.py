"""Stored events as rows: CallRail's calls under the vendor's own names, everything else with its payload as sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from ingestion.sources.base import MALFORMED_ROW, Content, FileRead, FileSetAsideError, Finding, LandingFile, Piece, RawTable

if TYPE_CHECKING:
    from ingestion.home import Home

EVENTS = "webhooks__events"
CALLS = "callrail__calls"
EVENT_COLUMNS = ("hook", "kind", "event_id", "received_at", "content_type", "content_hash", "payload")
# Fields of CallRail's call object (vendors.md, 7.1) that staging uses or may; the rest stays in `payload`.
CALL_FIELDS = (
    "resource_id", "id", "company_id", "company_name", "company_time_zone", "call_type", "direction", "answered", "voicemail",
    "start_time", "created_at", "duration", "recording_duration", "recording", "tracking_phone_number", "business_phone_number",
    "customer_phone_number", "source", "source_name", "medium", "campaign", "utm_source", "utm_medium", "utm_campaign", "gclid",
    "agent_email", "lead_status", "value", "tags", "landing_page_url", "person_id",
)  # fmt: skip
_IDS = ("event_id", "resource_id", "id")


class WebhookSource:
    """See ingestion/sources/base.py."""

    name = "webhooks"

    def tables(self, home: Home) -> list[RawTable]:
        return [RawTable(EVENTS, EVENT_COLUMNS), RawTable(CALLS, (*EVENT_COLUMNS, *CALL_FIELDS))]

    def discover(self, home: Home) -> Iterator[LandingFile]:
        for relative, entry in home.files_under(home.landing / "webhooks"):
            entity = "calls" if entry.name.endswith(".callrail.jsonl") else "events"
            modified_at = datetime.fromtimestamp(int(entry.stat().st_mtime), UTC)
            yield LandingFile(self.name, entity, relative, Path(entry.path), modified_at=modified_at)

    def read(self, file: LandingFile, content: Content) -> FileRead:
        rows: dict[str, list[dict[str, str | None]]] = {EVENTS: [], CALLS: []}
        lines: dict[str, list[int]] = {EVENTS: [], CALLS: []}
        findings: list[Finding] = []
        try:
            texts = content.data.decode("utf-8").split("\n")
        except UnicodeDecodeError:
            raise FileSetAsideError.unreadable("is not UTF-8") from None
        for number, text in enumerate(texts, 1):
            if not text.strip():
                continue
            event = _object(text)
            if event is None or not isinstance(event.get("payload"), str):
                findings.append(Finding(MALFORMED_ROW, "no event of the inbox: a JSON object with a payload", number))
                continue
            table, row = _row(event)
            rows[table].append(row)
            lines[table].append(number)
        count = sum(map(len, rows.values())) + len(findings)
        pieces = [_piece(table, rows[table], lines[table]) for table in rows if rows[table]]
        return FileRead(count, pieces, findings, rows_set_aside=len(findings), facts={"events": count - len(findings)})


def _row(event: dict[str, Any]) -> tuple[str, dict[str, str | None]]:
    """(raw table, row) of one event. A payload that is no object is kept as it is."""
    row = {column: _text(event.get(column)) for column in EVENT_COLUMNS}
    payload = _payload(str(event.get("content_type")), event["payload"])
    row["event_id"] = next((t for k in _IDS if (t := _text(payload.get(k)))), None) or f"sha256:{str(row['content_hash'])[:24]}"
    if event.get("kind") == "callrail" and "start_time" in payload and "duration" in payload:
        return CALLS, row | {name: _text(payload.get(name)) for name in CALL_FIELDS}
    return EVENTS, row


def _payload(content_type: str, text: str) -> dict[str, Any]:
    if content_type == "application/x-www-form-urlencoded":
        return dict(parse_qsl(text, keep_blank_values=True))
    return _object(text) or {}


def _object(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _text(value: Any) -> str | None:
    """A value as raw keeps it: text as sent, other values as JSON, nothing as null. Half a surrogate pair is no text: it is spelled out."""
    if value is None:
        return None
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _piece(table: str, rows: list[dict[str, str | None]], lines: list[int]) -> Piece:
    from ingestion.sources.spool import text_table

    columns = list(rows[0])
    return Piece(table, text_table(columns, [[row[c] for row in rows] for c in columns], lines, lines))
