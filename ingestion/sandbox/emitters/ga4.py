"""Web events as a GA4 BigQuery export with ASC events: one JSONL per property and day, `events_YYYYMMDD.jsonl` (vendors.md §6.1, §6.4)."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from ingestion.sandbox.emitters.ledger import Diary
from ingestion.sandbox.log import Row

_EVENTS = {
    "srp_view": "asc_itemlist_pageview", "vdp_view": "asc_item_pageview", "form_submit": "asc_form_submission_sales",
    "click_to_call": "asc_click_to_call", "chat_start": "asc_comm_engagement", "video_play": "asc_media_interaction",
    "payment_calculator": "asc_retail_process", "payment_saved": "asc_retail_process", "trade_valuation": "asc_form_submission_trade",
    "credit_application": "asc_form_submission_credit", "trim_compare": "asc_element_configuration",
}  # fmt: skip


def write(diary: Diary, folder: Path) -> int:
    """Write `<property>/events_YYYYMMDD.jsonl`, the day being the property's (the store's); returns the number of files."""
    files = 0
    for store_id, codes in diary.codes.items():
        root = folder / codes["ga4"]
        root.mkdir(parents=True, exist_ok=True)
        day, out = "", None
        for at, row in diary.rows("web_events", store_id):
            then = f"{diary.clocks[store_id].day(at):%Y%m%d}"
            if then != day:
                if out:
                    out.close()
                day, out, files = then, _open(root / f"events_{then}.jsonl"), files + 1
            assert out
            out.write(json.dumps(_event(day, row), separators=(",", ":")) + "\n")
        if out:
            out.close()
    return files


def _open(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", newline="\n")


def _event(day: str, row: Row) -> dict[str, Any]:
    session = int("".join(c for c in row["session_id"] if c.isdigit()) or 0)
    text = {"event_owner": "demo_web", "page_type": {"vdp": "item", "srp": "itemlist"}.get(row["page_type"], row["page_type"]),
            "page_location": row["page_url"], "item_id": row["vin"], "submission_id": row["lead_id"],
            "flow_name": row["event_name"] if _EVENTS[row["event_name"]] == "asc_retail_process" else None}  # fmt: skip
    params: list[dict[str, Any]] = [{"key": k, "value": {"string_value": v}} for k, v in text.items() if v is not None]
    params.append({"key": "ga_session_id", "value": {"int_value": session}})
    return {
        "event_date": day, "event_timestamp": row["occurred_at"] * 1_000_000, "event_name": _EVENTS[row["event_name"]],
        "event_params": params,
        "user_pseudo_id": row["client_id"] or f"session.{session}", "device": {"category": row["device"]},
        "collected_traffic_source": {"manual_source": row["utm_source"], "manual_medium": row["utm_medium"],
                                     "manual_campaign_name": row["utm_campaign"]},
        "stream_id": "1", "platform": "WEB", "event_bundle_sequence_id": int(row["event_id"][2:]), "batch_event_index": 1,
        "is_active_user": not row["is_bot"], "event_previous_timestamp": None,
        "user_first_touch_timestamp": None, "geo": {"country": "United States"},
        "exported_at": f"{datetime.fromtimestamp(row['occurred_at'], UTC):%Y-%m-%dT%H:%M:%SZ}",
    }  # fmt: skip
