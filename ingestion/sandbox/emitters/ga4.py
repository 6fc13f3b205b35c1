"""Web events as a GA4 BigQuery export with ASC events: one file per property and day, `events_YYYYMMDD`, JSON lines and now and then
Parquet (vendors.md §6.1, §6.4). Around them stand events that are none of a shopper's steps, and forms are told twice, as websites do:
in general and by department. Chats of one store come from the website and from the chat tool."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from ingestion.sandbox.clock import DAY
from ingestion.sandbox.emitters.ledger import Diary
from ingestion.sandbox.emitters.pulls import put
from ingestion.sandbox.log import Row

_EVENTS = {
    "srp_view": "asc_itemlist_pageview", "vdp_view": "asc_item_pageview", "form_submit": "asc_form_submission_sales",
    "click_to_call": "asc_click_to_call", "chat_start": "asc_comm_engagement", "video_play": "asc_media_interaction",
    "payment_calculator": "asc_retail_process", "payment_saved": "asc_retail_process", "trade_valuation": "asc_form_submission_trade",
    "credit_application": "asc_form_submission_credit", "trim_compare": "asc_element_configuration",
}  # fmt: skip
_SAYS: dict[str, dict[str, str]] = {
    "chat_start": {"comm_type": "chat", "comm_status": "start"},
    "video_play": {"media_type": "video", "event_action": "play"},
    "payment_calculator": {"flow_name": "payment_calculator", "flow_outcome": "start"},
    "payment_saved": {"flow_name": "payment_calculator", "flow_outcome": "save"},
    "trim_compare": {"element_type": "trim_compare"},
}
_TWO_CHAT_OWNERS = "S02"
_PARQUET_EVERY = 5  # days


def write(diary: Diary, folder: Path) -> int:
    """Write `events/<property>/events_YYYYMMDD.jsonl` (or .parquet), the day being the property's (the store's); the number of files."""
    files = 0
    for store_id, codes in diary.codes.items():
        for day, events in _days(diary, store_id):
            at = min(diary.clocks[store_id].at(day, 6) + DAY, diary.world.as_of)
            path = folder / "events" / codes["ga4"] / f"events_{day:%Y%m%d}"
            if day.toordinal() % _PARQUET_EVERY == 0:
                files += put(path.with_suffix(".parquet"), parquet(events), at)
            else:
                lines = (json.dumps(e, separators=(",", ":")) + "\n" for e in events)
                files += put(path.with_suffix(".jsonl"), "".join(lines).encode(), at)
    return files


def _days(diary: Diary, store_id: str) -> Iterator[tuple[date, list[dict[str, Any]]]]:
    day: date | None = None
    events: list[dict[str, Any]] = []
    seen: dict[tuple[str, int], int] = {}
    clients: dict[str, str] = {}  # who came in a session: a form's own event does not say
    for at, row in diary.rows("web_events", store_id):
        row["client_id"] = clients.setdefault(row["session_id"], row["client_id"] or f"session.{row['session_id']}")
        then = diary.clocks[store_id].day(at)
        if then != day:
            if day and events:
                yield day, events
            day, events, seen = then, [], {}
        place = (row["session_id"], row["occurred_at"])
        seen[place] = seen.get(place, -1) + 1  # of one second: microseconds tell them apart
        events += _told(store_id, f"{then:%Y%m%d}", row, seen[place])
    if day and events:
        yield day, events


def _told(store_id: str, day: str, row: Row, micros: int) -> Iterator[dict[str, Any]]:
    """A step of a shopper as the property heard of it."""
    name = row["event_name"]
    if name == "srp_view":
        yield _event(day, row, "session_start", "demo_web", {}, micros)
    if name == "form_submit":
        yield _event(day, row, "asc_form_submission", "demo_web", {}, micros)
    owner = "demo_chat" if name == "chat_start" else "demo_web"
    yield _event(day, row, _EVENTS[name], owner, _SAYS.get(name, {}), micros)
    if name == "chat_start" and store_id == _TWO_CHAT_OWNERS:
        yield _event(day, row, _EVENTS[name], "demo_web", _SAYS[name], micros + 2_000_000)


def _event(day: str, row: Row, name: str, owner: str, says: dict[str, str], micros: int) -> dict[str, Any]:
    session = int("".join(c for c in row["session_id"] if c.isdigit()) or 0)
    text = {"event_owner": owner, "page_type": {"vdp": "item", "srp": "itemlist"}.get(row["page_type"], row["page_type"]),
            "page_location": row["page_url"], "item_id": row["vin"], "submission_id": row["lead_id"],
            "traffic_type": "bot" if row["is_bot"] else None} | says  # fmt: skip
    params = [{"key": k, "value": {"string_value": v}} for k, v in text.items() if v is not None]
    params.append({"key": "ga_session_id", "value": {"int_value": str(session)}})
    return {
        "event_date": day, "event_timestamp": str(row["occurred_at"] * 1_000_000 + micros), "event_name": name, "event_params": params,
        "user_pseudo_id": row["client_id"], "device": {"category": row["device"]},
        "collected_traffic_source": {"manual_source": row["utm_source"], "manual_medium": row["utm_medium"],
                                     "manual_campaign_name": row["utm_campaign"]},
        "geo": {"country": "United States"}, "stream_id": "1", "platform": "WEB",
        "event_bundle_sequence_id": str(int(row["event_id"][2:])), "batch_event_index": "1", "is_active_user": True,
        "items": [{"item_id": row["vin"]}] if row["vin"] else [],
    }  # fmt: skip


def parquet(events: list[dict[str, Any]]) -> bytes:
    """The same rows as BigQuery exports them to Parquet: whole numbers as numbers, lists of structures."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    text, whole = pa.string(), pa.int64()
    value = pa.struct([("string_value", text), ("int_value", whole), ("float_value", pa.float64()), ("double_value", pa.float64())])
    schema = pa.schema({
        "event_date": text, "event_timestamp": whole, "event_name": text, "user_pseudo_id": text,
        "event_params": pa.list_(pa.struct([("key", text), ("value", value)])),
        "device": pa.struct([("category", text)]), "geo": pa.struct([("country", text)]),
        "collected_traffic_source": pa.struct([(f"manual_{n}", text) for n in ("source", "medium", "campaign_name")]),
        "stream_id": text, "platform": text, "event_bundle_sequence_id": whole, "batch_event_index": whole, "is_active_user": pa.bool_(),
        "items": pa.list_(pa.struct([("item_id", text)])),
    })  # fmt: skip
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist([_numbered(e) for e in events], schema), sink)
    result: bytes = sink.getvalue().to_pybytes()
    return result


def _numbered(event: dict[str, Any]) -> dict[str, Any]:
    numbers = {k: int(event[k]) for k in ("event_timestamp", "event_bundle_sequence_id", "batch_event_index")}
    params = [
        {"key": p["key"], "value": {k: int(v) if k == "int_value" else v for k, v in p["value"].items()}} for p in event["event_params"]
    ]
    return event | numbers | {"event_params": params}
