"""Each vendor asked in its own way: login, pages, windows; the rows reach raw, and the next pull asks only for what may be new."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from ingestion.fetch.api_spec import api_of, connectors
from ingestion.sandbox.server.app import SECRET
from ingestion.sandbox.server.faults import Fault
from tests.ingestion.api.conftest import STORE, ApiDesk, ids

LEAD = {"LeadID": 1, "OriginationUTCDate": "2026-03-28T15:15:00", "LastUpdatedUTCDate": "2026-03-28T15:22:05"}
GOOGLE = {"campaign": {"id": "2", "name": "VLA Used"}, "metrics": {"costMicros": "10500000", "clicks": "12", "impressions": "900"}}
META = {"campaign_id": "7", "adset_id": "8", "ad_id": "9", "spend": "12.50", "actions": [{"action_type": "lead", "value": "2"}]}


def google_day(desk: ApiDesk, day: str, clicks: str = "12", table: str = "campaign") -> None:
    record: dict[str, Any] = {**GOOGLE, "segments": {"date": day}, "metrics": {**GOOGLE["metrics"], "clicks": clicks}}
    if table == "ad_group":
        record["adGroup"] = {"id": "3"}
    desk.put("google_ads", "555", table, record, key=f"{table}{day}", days=1 if clicks == "12" else 0)


def meta_day(desk: ApiDesk, number: int) -> None:
    desk.put("meta_ads", "act_77", "insights", {**META, "date_start": f"2026-03-{number:02d}"}, key=str(number), hours=1)


def microsoft_day(desk: ApiDesk, day: str, spend: str = "7.00", **ago: float) -> None:
    row = {
        "TimePeriod": day,
        "AccountId": "141",
        "CampaignId": "5",
        "CampaignName": "Search",
        "Impressions": 10,
        "Clicks": 1,
        "Spend": spend,
    }
    desk.put("microsoft_ads", "141", "performance", row, key=day, **ago)


def call(desk: ApiDesk, number: int, status: str | None = None, **ago: float) -> None:
    record = {"id": f"CAL{number}", "start_time": f"2026-03-{number:02d}T10:15:00.000-05:00", "answered": True, "lead_status": status,
              "duration": 60, "direction": "inbound"}  # fmt: skip
    desk.put("callrail", "COM1", "calls", record, **ago)


@pytest.mark.parametrize("connector", connectors())
def test_every_resource_declares_a_cursor_or_a_key(connector: str) -> None:
    for resource in api_of(connector).resources.values():
        assert resource.cursor.kind != "none" or resource.key, f"{connector}.{resource.name}"


def test_vinsolutions_is_asked_day_by_day_and_then_from_the_cursor_on(desk: ApiDesk) -> None:
    for number in range(1, 5):
        desk.put("vinsolutions", "9001", "leads", {**LEAD, "LeadID": number}, key=str(number), days=number - 0.5)
    desk.ask("vinsolutions", resources=["leads"])
    assert not desk.pull().failure
    assert sorted(ids(desk.records("vinsolutions", "leads"), "LeadID")) == [1, 2, 3, 4]
    starts = [a.query["LastUpdatedStartUTC"] for a in desk.sandbox.asked]
    assert starts == [f"2026-03-{day}T00:00:00" for day in (28, 29, 30, 31)]
    desk.pass_by(minutes=15)
    desk.put("vinsolutions", "9001", "leads", {**LEAD, "LeadID": 2, "HasBeenContacted": True}, key="2", minutes=5)
    desk.sandbox.asked.clear()
    assert desk.pull().fetched == 1
    assert [dict(a.query) | {"api_key": ""} for a in desk.sandbox.asked] == [
        {"api_key": "", "LastUpdatedStartUTC": "2026-03-31T11:00:00", "LastUpdatedEndUTC": "2026-03-31T12:15:00"}
    ]
    report = desk.ingest()
    assert report.rows_loaded == 5 and report.rows_set_aside == 0
    assert desk.visible("vinsolutions__leads", "account") == ["9001"] * 5


def test_vinsolutions_has_seventeen_questions_and_one_answer_for_each(desk: ApiDesk) -> None:
    desk.ask("vinsolutions", since="2026-03-31")
    assert not desk.pull().failure
    assert len({a.path for a in desk.sandbox.asked}) == len(api_of("vinsolutions").resources) >= 15


def test_callrail_asks_a_week_again_and_once_a_day_a_month(desk: ApiDesk) -> None:
    for number in (5, 10, 20, 28, 30):
        call(desk, number, days=1)
    desk.ask("callrail")
    desk.sandbox.page = 2
    assert not desk.pull().failure
    assert ids(desk.records("callrail", "calls")) == ["CAL5", "CAL10", "CAL20", "CAL28", "CAL30"]
    desk.pass_by(hours=1)
    call(desk, 28, "good_lead")
    call(desk, 5, "not_a_lead")
    desk.sandbox.asked.clear()
    assert (desk.pull().fetched, desk.sandbox.asked[0].query["start_date"]) == (1, "2026-03-24")
    assert desk.records("callrail", "calls")[-1]["id"] == "CAL28"
    desk.pass_by(hours=24)
    desk.sandbox.asked.clear()
    assert (desk.pull().fetched, desk.sandbox.asked[0].query["start_date"]) == (1, "2026-03-02")
    assert [(c["id"], c["lead_status"]) for c in desk.records("callrail", "calls")[-1:]] == [("CAL5", "not_a_lead")]
    assert desk.ingest().rows_set_aside == 0
    assert len(desk.visible("callrail__calls", "id")) == 7


def test_a_call_that_comes_by_webhook_and_by_pull_is_in_one_table(desk: ApiDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    from starlette.testclient import TestClient

    from ingestion.arrivals import gather
    from ingestion.sandbox.server.hooks import call_hooks
    from ingestion.webhooks.app import make_app
    from ingestion.webhooks.hooks import load_hooks

    for number in (28, 30):
        call(desk, number, hours=2)
    desk.ask("callrail")
    (desk.home.config / "webhooks.yml").write_text("callrail: {kind: callrail, secret_env: SB_SECRET}\n", encoding="utf-8")
    desk.home.prepare()
    events = list(call_hooks(desk.sandbox.book, desk.now - timedelta(days=1), desk.now, SECRET))
    with TestClient(make_app(desk.home, load_hooks(desk.home))) as inbox:
        assert [inbox.post("/hooks/callrail", content=body, headers=headers).status_code for body, headers in events] == [202, 202]
    assert gather(desk.home) == []
    assert desk.ingest().rows_set_aside == 0
    assert sorted(desk.visible("callrail__calls", "id")) == ["CAL28", "CAL28", "CAL30", "CAL30"]


def test_the_days_are_the_accounts_own(desk: ApiDesk) -> None:
    desk.ask("callrail", settings={"account_id": "ACC1", "timezone": "America/Los_Angeles"})
    desk.pass_by(hours=15)  # three in the night of April the first, UTC
    desk.pull()
    assert desk.sandbox.asked[-1].query["end_date"] == "2026-03-31"


def test_google_ads_lands_a_changed_day_as_a_whole(desk: ApiDesk) -> None:
    for day in ("2026-03-29", "2026-03-30", "2026-03-31"):
        google_day(desk, day)
        google_day(desk, day, table="ad_group")
    desk.ask("google_ads")
    desk.sandbox.page = 2
    assert not desk.pull().failure
    assert len(desk.records("google_ads", "performance")) == 6
    desk.pass_by(hours=1)
    google_day(desk, "2026-03-30", clicks="15")
    desk.sandbox.asked.clear()
    outcome = desk.pull()
    assert (outcome.fetched, outcome.known) == (1, 5)
    assert [(r["segments"]["date"], r["metrics"]["clicks"]) for r in desk.records("google_ads", "performance")[-1:]] == [
        ("2026-03-30", "15")
    ]
    (first, *_) = desk.sandbox.questions("googleAds:search")
    assert "BETWEEN '2026-03-01' AND '2026-03-31'" in first.body["query"]
    assert desk.ingest().rows_set_aside == 0
    assert len(desk.visible("google_ads__performance", "segments_date")) == 7


def test_an_ad_day_is_told_again_daily_until_it_must_be_closed(desk: ApiDesk) -> None:
    """Unchanged figures that are given days later say that nothing came late (can_ad_platform_days.is_complete)."""
    google_day(desk, "2026-03-31", clicks="0")
    microsoft_day(desk, "2026-03-31")
    desk.ask("google_ads", resources=["campaign_days"])
    desk.ask("microsoft_ads")
    fetched = []
    for _ in range(10):
        fetched.append((desk.pull("google_ads").fetched, desk.pull("microsoft_ads").fetched))
        assert desk.pull("google_ads").fetched == desk.pull("microsoft_ads").fetched == 0
        desk.pass_by(days=1)
    assert [google for google, _ in fetched] == [1] * 8 + [0] * 2
    assert [microsoft for _, microsoft in fetched] == [1] * 10


def test_a_google_account_without_any_row_is_no_error(desk: ApiDesk) -> None:
    desk.ask("google_ads")
    assert not desk.pull().failure
    assert desk.landed() == {}


def test_meta_pages_by_cursor_and_keeps_its_token_out_of_addresses(desk: ApiDesk) -> None:
    for number in range(1, 6):
        meta_day(desk, number)
    desk.ask("meta_ads", since="2026-03-01")
    desk.sandbox.page = 2
    assert not desk.pull().failure
    assert ids(desk.records("meta_ads", "insights"), "date_start") == [f"2026-03-{n:02d}" for n in range(1, 6)]
    assert all("access_token" not in asked.query for asked in desk.sandbox.asked)
    assert [asked.query.get("after") for asked in desk.sandbox.questions("/insights")][:3] == [None, "2", "4"]
    assert desk.ingest().rows_set_aside == 0
    assert desk.visible("meta_ads__actions", "value") == ["2"] * 5


def test_microsoft_makes_a_report_and_its_file_lands_as_it_is(desk: ApiDesk) -> None:
    microsoft_day(desk, "2026-03-30", days=1)
    desk.ask("microsoft_ads")
    assert not desk.pull().failure
    ((name, text),) = desk.landed().items()
    assert name == "landing"[0:0] + "microsoft_ads/performance/141/20260331T120000Z_microsoft_ads_0001.csv" and text.splitlines()[
        0
    ].startswith("TimePeriod,")
    assert 5.0 in desk.slept  # the report was not made at once
    assert not desk.pull().fetched  # the same report
    microsoft_day(desk, "2026-03-30", spend="8.00")
    assert desk.pull().fetched == 1
    assert desk.ingest().rows_set_aside == 0
    assert desk.visible("microsoft_ads__performance", "spend") == ["7.00", "8.00"]


def test_microsoft_without_a_row_makes_no_file(desk: ApiDesk) -> None:
    desk.ask("microsoft_ads")
    assert not desk.pull().failure
    assert desk.landed() == {}


def test_marchex_speaks_json_rpc(desk: ApiDesk) -> None:
    for number in (22, 30):
        record = {"call_id": f"M{number}", "call_start": f"2026-03-{number}T10:00:00Z", "duration": 30, "dna_class": "Sales"}
        desk.put("marchex", "CA1", "calls", record, key=record["call_id"], days=1)  # type: ignore[arg-type]
    desk.put("marchex", "CA1", "ads", {"ad_id": "1", "name": "Website"}, key="1", days=9)
    desk.ask("marchex")
    assert not desk.pull().failure
    assert ids(desk.records("marchex", "calls"), "call_id") == ["M22", "M30"]
    assert desk.ingest().rows_set_aside == 0
    assert desk.visible("marchex__ads", "name") == ["Website"]


def test_drivecentric_is_asked_from_behind_what_came(desk: ApiDesk) -> None:
    for number in range(7):
        deal = {"identifiers": [{"type": "CrmId", "value": f"D{number}"}], "stage": "Contacted"}
        desk.put("drivecentric", "S1", "deals", deal, key=str(number), days=1)
    desk.ask("drivecentric")
    desk.sandbox.page = 3  # fewer than the fifty it is asked for
    assert not desk.pull().failure
    assert len(desk.records("drivecentric", "deals")) == 7
    assert desk.ingest().rows_set_aside == 0
    assert desk.visible("drivecentric__deals", "identifiers_crmid") == [f"D{n}" for n in range(7)]


def test_the_whole_way_of_a_crm_into_raw(desk: ApiDesk) -> None:
    desk.opportunity("O1", hours=5)
    activity = {"id": "A1", "opportunityId": "O1", "activityType": 3, "completedDate": "2026-03-31T08:00:00Z"}
    desk.put("elead", STORE, "activities", activity, hours=4)
    desk.put("elead", STORE, "customers", {"id": "c-O1", "firstName": "Dana", "emails": [{"address": "dana@example.com"}]}, hours=5)
    desk.put("elead", STORE, "employees", {"id": "E1", "firstName": "Kim", "lastName": "Lee"}, days=9)
    desk.ask("elead")
    assert not desk.pull().failure
    report = desk.ingest()
    assert report.rows_set_aside == 0
    assert desk.visible("elead__activities", "opportunityid") == ["O1"]
    assert desk.visible("elead__customer_emails", "address") == ["dana@example.com"]
    assert desk.visible("elead__employees", "account") == [STORE]
    assert desk.visible("elead__opportunities", "searchdate") == ["2026-03-31T12:00:00Z"]


def test_a_tekion_deal_brings_its_parts_and_is_asked_again_for_sixty_days(desk: ApiDesk) -> None:
    deal = {"id": "d1", "dealNumber": "1", "status": "BOOKED", "createdTime": int((desk.now.timestamp() - 20 * 86_400) * 1000)}
    parts: dict[str, Any] = {"vehicles": [{"vin": "1HGCM82633A004352"}], "grossDetails": {"frontGross": {"amount": 900}}}
    desk.put("tekion", "techmotors_1", "deals", {**deal, **parts}, key="d1", days=20)
    desk.ask("tekion")
    assert not desk.pull().failure
    (landed,) = desk.records("tekion", "deals")
    assert (landed["vehicles"], landed["grossDetails"]) == (parts["vehicles"], parts["grossDetails"])
    desk.pass_by(hours=7)
    desk.put("tekion", "techmotors_1", "deals", {**deal, **parts, "status": "UNWOUND"}, key="d1", hours=1)
    desk.sandbox.asked.clear()
    assert desk.pull().fetched == 1
    assert [d["status"] for d in desk.records("tekion", "deals")] == ["BOOKED", "UNWOUND"]
    assert desk.ingest().rows_set_aside == 0
    assert desk.visible("tekion__deals", "grossdetails_frontgross_amount") == ["900", "900"]


def test_ga4_rows_keep_the_headers_that_name_their_values(desk: ApiDesk) -> None:
    for day in range(25, 30):
        row = {"date": f"202603{day}", "eventName": "asc_item_pageview", "eventCount": "7"}
        desk.put("ga4", "310", "report", row, key=str(day), days=1)
    desk.ask("ga4")
    desk.sandbox.page = 2
    assert not desk.pull().failure
    rows = desk.records("ga4", "reports")
    assert [r["dimensionValues"][0]["value"] for r in rows] == [f"202603{day}" for day in range(25, 30)]
    assert rows[0]["dimensionHeaders"][0] == {"name": "date"} and rows[0]["metricValues"][0] == {"value": "7"}
    assert desk.pull().fetched == 0


def test_pages_without_end_are_given_up(desk: ApiDesk) -> None:
    desk.ask("google_ads", resources=["campaign_days"], attempts=1)
    desk.sandbox.faults = [Fault("endless", "googleAds", times=1_000)]
    assert "the vendor's pages have no end" in desk.pull().failure
    assert len(desk.sandbox.asked) < 30
