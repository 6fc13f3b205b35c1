"""Hand-made answers of one store, M1, for what a simulated world does not do. Name below landing/ -> content."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

STORE = (
    "store_id,store_name,timezone,group_id,dealer_codes\n"
    "M1,Media Motors,America/New_York,GM,"
    "google_ads:555-019-0001|meta:act_779901|microsoft_ads:149901|callrail:COM9|marchex:CA9|ga4:399000001\n"
)
OWNERS = "store_id,event_name,event_owner\nM1,payment_calculator,demo_tool\n"
VIN, OTHER_VIN = "1HGCM82633A004352", "5YJ3E1EA7KF000316"


def google(campaign: str, day: str, micros: int, group: str = "", kind: str = "SEARCH", **segments: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "customer": {"id": "5550190001"}, "campaign": {"id": campaign, "name": f"Campaign {campaign}", "advertisingChannelType": kind},
        "metrics": {"clicks": "10", "impressions": "100", "costMicros": str(micros), "conversions": 1.5},
        "segments": {"date": day, **segments},
    }  # fmt: skip
    return row | ({"adGroup": {"id": group}} if group else {})


def insight(ad: str, day: str, spend: str, actions: Mapping[str, str], until: str = "") -> dict[str, Any]:
    return {
        "account_id": "779901", "campaign_id": "m1", "campaign_name": "Social", "adset_id": "s1", "ad_id": ad, "date_start": day,
        "date_stop": until or day, "impressions": "10", "clicks": "1", "spend": spend,
        "actions": [{"action_type": kind, "value": value} for kind, value in actions.items()],
    }  # fmt: skip


_REPORT = (
    '"Report Name: Daily"\r\n"Report Time: 3/1/2026,3/10/2026"\r\n"Time Zone: (GMT-05:00) Eastern Time (US & Canada)"\r\n'
    '"Last Completed Available Day: 3/10/2026 10:15:00 AM (GMT)"\r\n"Potential Incomplete Data: true"\r\n"Rows: 2"\r\n\r\n'
    '"TimePeriod","AccountId","CampaignId","CampaignName","CampaignType","Impressions","Clicks","Spend"\r\n'
    '"3/9/2026","149901","b1","Brand, all","Search & content","1,000","5","1,012.50"\r\n'
    '"2026-03-10","149901","b1","Brand, all","Search & content","10","--","$12.50"\r\n\r\n'
    '"©2026 Microsoft Corporation. All rights reserved. "\r\n'
)


def _zip(text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("report.csv", b"\xef\xbb\xbf" + text.encode())
    return out.getvalue()


def call(call_id: str, **more: Any) -> dict[str, Any]:
    return {
        "id": call_id, "answered": True, "direction": "inbound", "duration": 100, "start_time": "2026-03-09T10:15:00.000-04:00",
        "customer_phone_number": "+15555550100", "tracking_phone_number": "+15555550199", "voicemail": False, "source_name": "website",
        "company_id": "COM9",
    } | more  # fmt: skip


def hook(received_at: str, payload: dict[str, Any]) -> str:
    event = {
        "hook": "callrail",
        "kind": "callrail",
        "received_at": received_at,
        "content_type": "application/json",
        "content_hash": received_at,
    }
    return json.dumps(event | {"payload": json.dumps(payload)}) + "\n"


def step(name: str, second: int, owner: str = "demo_web", session: int = 1, **params: str) -> dict[str, Any]:
    told = {"event_owner": owner, "page_type": "item", "item_id": VIN} | params
    listed: list[dict[str, Any]] = [{"key": k, "value": {"string_value": v}} for k, v in told.items()]
    listed.append({"key": "ga_session_id", "value": {"int_value": session}})
    return {
        "event_date": "20260309", "event_timestamp": 1_773_064_800_000_000 + second * 1_000_000, "event_name": name, "event_params": listed,
        "user_pseudo_id": "u1", "stream_id": "77", "device": {"category": "mobile"}, "items": [],
    }  # fmt: skip


def lines(*events: dict[str, Any]) -> str:
    return "".join(json.dumps(e) + "\n" for e in events)


FORM = {"submission_id": "F-1"}
RECORDS: dict[str, str | bytes] = {
    # Google: the campaign query, the ad group query by device, the same day again ten days later; and an answer without results.
    "google_ads/performance/5550190001/campaign_20260310T060000Z.json": json.dumps([
        {"results": [google("1", "2026-03-09", 10_000_000), google("2", "2026-03-09", 7_250_000, kind="PERFORMANCE_MAX")]},
        {"results": [google("1", "2026-03-01", 1_000_000)], "fieldMask": "x"},
    ]),
    "google_ads/performance/5550190001/ad_group_20260310T060000Z.jsonl": lines(
        google("1", "2026-03-09", 6_000_000, "11", device="MOBILE"), google("1", "2026-03-09", 2_000_000, "11", device="DESKTOP")
    ),
    "google_ads/performance/5550190001/campaign_20260320T060000Z.json": json.dumps({"results": [google("1", "2026-03-09", 12_000_000)]}),
    "google_ads/performance/5550190001/campaign_20260321T060000Z.json": json.dumps([{"fieldMask": "x", "requestId": "y"}]),
    "google_ads/performance/5550190099/campaign_20260320T060000Z.json": json.dumps(
        {"results": [google("9", "2026-03-09", 3_000_000) | {"customer": {"id": "5550190099"}}]}
    ),
    # Meta: two ads of a set, one with the parts of `lead` only; and a row that is no day.
    "meta_ads/insights/act_779901/insights_20260310T060000Z.json": json.dumps({"data": [
        insight("a1", "2026-03-09", "3.25", {"lead": "2", "link_click": "9", "offsite_conversion.fb_pixel_lead": "2"}),
        insight("a2", "2026-03-09", "1.75", {"onsite_conversion.lead_grouped": "1", "offsite_conversion.fb_pixel_lead": "3"}),
        insight("a3", "2026-03-01", "99.00", {}, until="2026-03-07"),
    ], "paging": {}}),
    "microsoft_ads/performance/149901/report_20260310T120000Z.zip": _zip(_REPORT),
    # CallRail: told by pull, pull again and webhook, in any order.
    "callrail/calls/ACC1/calls_20260310T000000Z.jsonl": lines(call("CAL1", duration=5), call("CAL2"), call("CAL3", company_id=None)),
    "callrail/calls/ACC1/calls_20260311T000000Z.json": json.dumps({"page": 1, "total_pages": 1, "calls": [call("CAL1")]}),
    "callrail/calls/ACC1/calls_20260401T060000Z.jsonl": lines(call("CAL1", duration=999), call("CAL4")),  # after the run's clock
    "webhooks/callrail/a.callrail.jsonl": hook("2026-03-12T00:00:00Z", {"resource_id": "CAL2"} | call("", voicemail=True, answered=False))
    + hook("2026-03-09T15:00:00Z", {"resource_id": "CAL1"} | call("", duration=1)),
    # Marchex: the call names its number, ad.list the number's campaign. And Marketing Edge.
    "marchex/calls/CA9/call_search_20260310T000000Z.json": json.dumps({"jsonrpc": "2.0", "id": 1, "result": [
        {"call_id": "X1", "acct": "CA9", "call_start": "2026-03-09T14:15:00Z", "call_status": "answered", "duration": 100,
         "ring_duration": 20, "ad_id": "A1", "caller_number": "5555550100"},
        {"call_id": "X2", "acct": "CA9", "call_start": "2026-03-09T14:20:00Z", "call_status": "no answer", "duration": 30,
         "ring_duration": 30, "ad_id": "A1"},
        {"call_id": "X3", "acct": "CA9", "call_start": "2026-03-09T14:25:00Z", "call_status": "answered", "dna_class": "Voicemail"},
    ]}),
    "marchex/ads/CA9/ad_list_20260310T000000Z.json": json.dumps({"result": [{"adid": "A1", "name": "website", "number": "5555550111"}]}),
    "marchex/edge_calls/ORG/edge_20260310T000000Z.json": json.dumps({"results": [
        {"id": "E1", "group_id": "CA9", "call_type": "inbound", "start_time": "2026-03-09T14:30:00Z", "answer_status": "Answered",
         "ring_duration": 10, "call_duration": 70, "tracking_number": "5555550111", "caller_number": "5555550100"}]}),
    # GA4: an intraday export, then the day; the day comes again without one view and with another.
    "ga4/events/399000001/events_intraday_20260309.jsonl": lines(step("asc_item_pageview", 0), step("asc_item_pageview", 90)),
    "ga4/events/399000001/events_20260309_20260310T060000Z.jsonl": lines(
        step("asc_item_pageview", 0), step("asc_item_pageview", 1), step("asc_item_pageview", 1)
    ),
    "ga4/events/399000001/events_20260309_20260311T060000Z.jsonl": lines(
        step("asc_item_pageview", 0), step("asc_item_pageview", 2, item_id="NA", vin=OTHER_VIN), step("scroll", 3),
        # a form in general, in particular, and by the tool that shows it; another without a submission's number
        step("asc_form_submission", 10, **FORM), step("asc_form_submission_sales", 10, **FORM),
        step("asc_form_submission_sales", 11, owner="demo_form", session=2, **FORM),
        step("asc_form_submission", 200), step("asc_form_submission_credit", 203),
        step("asc_form_submission", 300), step("asc_form_submission_service", 300), step("asc_form_submission", 400, department="service"),
        # a chat told by website and chat tool; a video that goes on; two calculators, of which the home believes one
        step("asc_comm_engagement", 20, owner="demo_chat", comm_type="chat", comm_status="start"),
        step("asc_comm_engagement", 22, comm_type="chat", comm_status="start"),
        step("asc_comm_engagement", 30, owner="demo_chat", comm_type="chat", comm_status="engage"),
        step("asc_media_interaction", 40, media_type="video", event_action="play"),
        step("asc_media_interaction", 50, media_type="video", event_action="pause"),
        step("asc_retail_process", 60, flow_name="Payment Calculator"),
        step("asc_retail_process", 61, owner="demo_tool", flow_name="Payment Calculator"),
        step("asc_retail_process", 62, owner="demo_tool", flow_name="Payment Calculator", flow_outcome="saved"),
        step("asc_click_to_call", 70, traffic_type="internal"),
    ),
    "ga4/events/399000001/events_20260308-000000000000.jsonl": lines(step("asc_itemlist_pageview", -86_400) | {"event_date": "20260308"}),
    "ga4/events/399000001/events_20260308-000000000001.jsonl": lines(step("asc_itemlist_pageview", -86_401) | {"event_date": "20260308"}),
    "ga4/reports/399000001/report.json": json.dumps({
        "dimensionHeaders": [{"name": "date"}], "metricHeaders": [{"name": "sessions", "type": "TYPE_INTEGER"}],
        "rows": [{"dimensionValues": [{"value": "20260309"}], "metricValues": [{"value": "12"}]}], "rowCount": 1,
    }),
}  # fmt: skip
