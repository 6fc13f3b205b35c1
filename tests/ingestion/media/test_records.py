"""Answers that overlap, contradict and double each other: what counts, and what does not count twice."""

from __future__ import annotations

from tests.ingestion.media.conftest import Media
from tests.ingestion.media.records import OTHER_VIN, VIN


def _days(media: Media, platform: str) -> list[tuple[object, ...]]:
    return media.rows(
        "select campaign_id, ad_group_id, cast(performance_date as varchar), impressions, clicks, cost::double, conversions::double,"
        " is_complete"
        f" from canonical.can_ad_performance where platform = '{platform}' and store_id = 'M1' order by all"
    )


def test_a_campaigns_day_is_the_campaign_querys_figure_and_divided_once(media: Media) -> None:
    assert _days(media, "google_ads") == [
        ("1", "-", "2026-03-01", 100, 10, 1.0, 1.5, True),
        ("1", "-", "2026-03-09", 0, 0, 4.0, 0.0, True),  # 12 by the newest answer, 8 of them by the ad group
        ("1", "11", "2026-03-09", 200, 20, 8.0, 3.0, True),
        ("2", "-", "2026-03-09", 100, 10, 7.25, 1.5, True),  # Performance Max has no ad groups
    ]


def test_meta_leads_are_its_own_sum_or_the_two_parts(media: Media) -> None:
    assert _days(media, "meta") == [("m1", "s1", "2026-03-09", 20, 2, 5.0, 6.0, False)]


def test_a_microsoft_report_says_itself_which_days_are_closed(media: Media) -> None:
    assert _days(media, "microsoft_ads") == [("b1", "-", "2026-03-09", 1000, 5, 1012.5, None, True)]
    # The second row's clicks cannot be read: it is reported, and no day is made of it.
    findings = media.rows("select column_name, reason_code, is_row_loaded from raw.quarantine_findings where system = 'microsoft_ads'")
    assert findings == [("clicks", "unparseable_value", True)]


def test_an_account_that_no_store_lists_is_said(media: Media) -> None:
    sql = "select store_id, store_id_raw, cost::double from canonical.can_ad_performance where campaign_id = '9'"
    assert media.rows(sql) == [("unknown", "5550190099", 3.0)]


def test_channels_follow_what_the_campaign_is(media: Media) -> None:
    sql = "select campaign_id, channel_group from canonical.can_campaigns where length(campaign_id) < 3 and campaign_id <> '9' order by 1"
    assert media.rows(sql) == [("1", "paid_search"), ("2", "paid_search"), ("b1", "paid_search"), ("m1", "paid_social")]


def test_a_call_told_both_ways_is_one_call_and_the_newest_word_counts(media: Media) -> None:
    sql = "select call_id, store_id, outcome, talk_seconds, source_system from canonical.can_calls where call_id like 'CAL_' order by 1"
    assert media.rows(sql) == [
        ("CAL1", "M1", "answered", 100, "callrail"),
        ("CAL2", "M1", "voicemail", None, "webhooks"),
        ("CAL3", "unknown", "answered", 100, "callrail"),
    ]


def test_marchex_calls_of_both_interfaces(media: Media) -> None:
    sql = (
        "select call_id, outcome, ring_seconds, talk_seconds, source_code, tracking_number, cast(started_at as varchar)"
        " from canonical.can_calls where provider = 'marchex' and store_id = 'M1' order by 1"
    )
    assert media.rows(sql) == [
        ("E1", "answered", 10, 60, "unknown", "5555550111", "2026-03-09 14:30:00"),
        ("X1", "answered", 20, 80, "website", "5555550111", "2026-03-09 14:15:00"),
        ("X2", "missed", 30, None, "website", "5555550111", "2026-03-09 14:20:00"),
        ("X3", "voicemail", None, None, "unknown", None, "2026-03-09 14:25:00"),
    ]


def _steps(media: Media, condition: str = "true") -> list[tuple[object, ...]]:
    return media.rows(
        "select event_name, epoch(occurred_at)::bigint - 1773064800, vin, lead_id, is_bot from canonical.can_web_events"
        f" where store_id = 'M1' and {condition} order by occurred_at, event_name"
    )


def test_a_partition_that_comes_again_replaces_the_day(media: Media) -> None:
    assert _steps(media, "event_name = 'vdp_view'") == [("vdp_view", 0, VIN, None, False), ("vdp_view", 2, OTHER_VIN, None, False)]


def test_shards_of_a_partition_stand_beside_each_other(media: Media) -> None:
    assert [row[1] for row in _steps(media, "event_name = 'srp_view'")] == [-86_401, -86_400]


def test_each_step_counts_once_whoever_told_it(media: Media) -> None:
    assert _steps(media, "event_name not in ('vdp_view', 'srp_view')") == [
        ("form_submit", 10, VIN, "web:F-1", False),
        ("chat_start", 20, VIN, None, False),
        ("video_play", 40, VIN, None, False),
        ("payment_calculator", 61, VIN, None, False),
        ("payment_saved", 62, VIN, None, False),
        ("click_to_call", 70, VIN, None, True),
        ("credit_application", 203, VIN, None, False),
    ]


def test_reports_of_the_data_api_are_kept_and_make_no_events(media: Media) -> None:
    assert media.rows("select property_id, metric_values from staging.stg_ga4__reports") == [("399000001", '[{"value": "12"}]')]
