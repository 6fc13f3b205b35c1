"""Media vendors' files through the engine: what is said of a file that is not as it should be, and that nothing is lost."""

from __future__ import annotations

import json
from pathlib import Path

from ingestion.rebuild import rebuild
from ingestion.sandbox.emitters.ga4 import parquet
from tests.ingestion.conftest import Desk
from tests.ingestion.media.test_bulk import event, lines

GA4 = "ga4/events/310000001"


def lay(desk: Desk, relative: str, content: bytes) -> None:
    path: Path = desk.home.landing / relative
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def test_a_broken_line_among_many_costs_itself(desk: Desk) -> None:
    whole = [event(n, platform="WEB" * 100) for n in range(600)]
    lay(desk, f"{GA4}/events_20260301.jsonl", lines(*whole[:400]) + b"{broken\n" + lines(*whole[400:]))
    report = desk.ingest()
    assert (report.rows_loaded, report.rows_set_aside) == (600, 1)
    assert desk.findings() == [("events_20260301.jsonl", 401, None, "malformed_row", False)]
    assert desk.query("select max(_line_number), max(_row_number), count(distinct account) from raw.ga4__events") == [(601, 601, 1)]


def test_parquet_is_read_again_from_what_was_kept(desk: Desk) -> None:
    lay(desk, f"{GA4}/events_20260301.parquet", parquet([event(n) for n in range(40)]))
    desk.ingest()
    columns = "event_timestamp || event_params_ga_session_id || coalesce(event_params_item_id, '')"
    first = desk.visible("ga4__events", columns)
    desk.home.warehouse.unlink()
    rebuild(desk.home)
    assert len(first) == 40 and desk.visible("ga4__events", columns) == first


def test_a_column_that_vanished_is_named(desk: Desk) -> None:
    lay(desk, f"{GA4}/events_20260301.jsonl", lines({"event_name": "x"}))
    lay(
        desk,
        "google_ads/performance/1/a.json",
        json.dumps({"results": [{"campaign": {"id": "1"}, "segments": {"date": "2026-03-01"}}]}).encode(),
    )
    lay(
        desk, "microsoft_ads/performance/1/a.csv", b'"Report Name: x"\r\n\r\n"TimePeriod","CampaignId","Clicks"\r\n"2026-03-01","1","2"\r\n'
    )
    desk.ingest()
    assert {(file, column, reason) for file, _, column, reason, _ in desk.findings()} >= {
        ("events_20260301.jsonl", "event_timestamp", "missing_required_value"),
        ("a.json", "metrics_costmicros", "missing_required_column"),
        ("a.csv", "spend", "missing_required_column"),
    }


def test_an_answer_cut_short_is_set_aside_and_an_empty_one_is_not(desk: Desk) -> None:
    lay(desk, "meta_ads/insights/act_1/insights_a.json", b'{"data": [{"campaign_id": "1", "date_st')
    lay(desk, "meta_ads/insights/act_1/insights_b.json", b'{"data": []}')
    lay(desk, "google_ads/performance/1/search.json", b"[]")
    lay(desk, "marchex/calls/1/call_search.json", b'{"jsonrpc": "2.0", "id": 1, "result": []}')
    desk.ingest()
    assert desk.findings() == [("insights_a.json", None, None, "unreadable_file", False)]


def test_the_lines_around_a_report_are_no_rows(desk: Desk) -> None:
    report = (
        '"Report Name: a, b"\r\n"Rows: 1"\r\n\r\n"TimePeriod","AccountId","CampaignId","Spend"\r\n"2026-03-01","7","1","2.50"\r\n\r\n'
        '"©2026 Microsoft Corporation. All rights reserved. "\r\n\r\n'
    )
    lay(desk, "microsoft_ads/performance/7/a.csv", b"\xef\xbb\xbf" + report.encode())
    assert desk.ingest().rows_loaded == 1
    assert desk.query("select spend, report_name, report_rows, _line_number from raw.microsoft_ads__performance") == [
        ("2.50", "a, b", "1", 5)
    ]
