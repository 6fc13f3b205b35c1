"""What the platforms, the call providers and GA4 told is what happened, as far as each of them can tell it."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.ingestion.media.conftest import BY_MICROSOFT, Media

_AD_KEY = ("platform", "account_id", "campaign_id", "ad_group_id", "performance_date")


def test_every_ad_day_is_the_last_that_the_platform_said(media: Media) -> None:
    truth = {tuple(r[k] for k in _AD_KEY): r for r in media.truth("ad_performance")}
    columns = (*_AD_KEY, "store_id", "impressions", "clicks", "cost", "conversions")
    found = media.rows(f"select {', '.join(columns)} from canonical.can_ad_performance where store_id in ('S01', 'S02')")
    assert {row[:5] for row in found} == set(truth)
    for *key, store_id, impressions, clicks, cost, conversions in found:
        row = truth[tuple(key)]
        assert (store_id, impressions, clicks) == (row["store_id"], row["impressions"], row["clicks"])
        assert (float(cost), float(conversions)) == pytest.approx((row["cost"], row["conversions"]))


def test_another_platform_tells_the_same_spend(media: Media) -> None:
    """Campaigns and ad groups of Google and Meta, run at Microsoft: two reports, one spend."""
    truth = {(r["campaign_id"], r["ad_group_id"], r["performance_date"]): r for r in media.truth("ad_performance", (BY_MICROSOFT,))}
    sql = (
        "select campaign_id, ad_group_id, performance_date, cost, clicks, platform from canonical.can_ad_performance where store_id = 'S03'"
    )
    found = {row[:3]: row[3:] for row in media.rows(sql)}
    assert found.keys() == truth.keys()
    for key, (cost, clicks, platform) in found.items():
        assert (float(cost), clicks, platform) == (truth[key]["cost"], truth[key]["clicks"], "microsoft_ads")


def test_an_ad_day_is_open_until_it_was_asked_for_days_later(media: Media) -> None:
    sql = (
        "select is_complete, min(performance_date), max(performance_date) from canonical.can_ad_performance"
        " where store_id = 'S01' and platform = 'google_ads' group by is_complete order by 1"
    )
    (_, first_open, last_open), (_, _, last_closed) = media.rows(sql)
    assert (str(last_closed), str(first_open), str(last_open)) == ("2026-03-28", "2026-03-29", "2026-03-30")


def test_a_campaign_has_a_version_for_each_of_its_names(media: Media) -> None:
    told = {(r["campaign_id"], r["campaign_name"]) for r in media.truth("campaigns")}
    found = media.rows("select campaign_id, campaign_name from canonical.can_campaign_versions where length(campaign_id) > 3")
    assert sorted(found) == sorted(told)


@pytest.mark.parametrize("provider", ["callrail", "marchex"])
def test_both_providers_tell_every_call(media: Media, provider: str) -> None:
    truth = {r["call_id"]: r for r in media.truth("calls")}
    sql = (
        "select call_id, store_id, epoch(started_at)::bigint, direction, outcome, source_raw, agent_id, recording_url, talk_seconds,"
        f" ring_seconds, right(tracking_number, 10) from canonical.can_calls where provider = '{provider}' and store_id in ('S01', 'S02')"
    )
    found = {row[0]: row[1:] for row in media.rows(sql)}
    assert found.keys() == truth.keys()
    for call_id, row in truth.items():
        talk = row["talk_seconds"] if row["outcome"] == "answered" else None
        ring = row["ring_seconds"] if provider == "marchex" or row["outcome"] in ("missed", "abandoned") else None
        told = (row["store_id"], row["started_at"], row["direction"], row["outcome"], row["source_code"], row["agent_id"])
        assert found[call_id] == (*told, row["recording_url"], talk, ring, row["tracking_number"])


def test_ga4_tells_every_step_once(media: Media) -> None:
    columns = ("store_id", "event_name", "vin", "page_url", "page_type", "device", "utm_source", "utm_medium", "utm_campaign", "is_bot")
    truth = Counter((r["occurred_at"], *(r[c] for c in columns)) for r in media.truth("web_events"))
    sql = f"select epoch(occurred_at)::bigint, {', '.join(columns)} from canonical.can_web_events where store_id in ('S01', 'S02')"
    assert Counter(media.rows(sql)) == truth


def test_sessions_are_the_same_visits(media: Media) -> None:
    truth = Counter(r["session_id"] for r in media.truth("web_events"))
    found = media.rows("select count(*) from canonical.can_web_events where store_id in ('S01', 'S02') group by session_id")
    assert sorted(row[0] for row in found) == sorted(truth.values())
