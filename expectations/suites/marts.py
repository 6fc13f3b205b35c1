"""Values that readers see: known words, counts that can be, ratios that can be, nothing after the run's clock."""

from __future__ import annotations

from expectations import thresholds
from expectations.checks import CRITICAL, WARNING, Check, no_rows, none_found, unique, values_in
from expectations.warehouse import Warehouse

# One row is one of these; marts_contract.md.
GRAINS: dict[str, tuple[str, ...]] = {
    "mart_days_supply": ("store_id", "as_of_date", "vehicle_class", "make", "model", "trim"),
    "mart_days_supply_rollup": ("level", "group_id", "store_id", "as_of_date", "vehicle_class", "make", "model"),
    "mart_funnel": (
        "store_id",
        "inquiry_date",
        "lead_source",
        "channel_group",
        "campaign_id",
        "make",
        "model",
        "lead_type",
        "agent_id",
        "daypart",
    ),
    "mart_price_to_market": ("store_id", "stock_number", "vin", "as_of_date"),
    "mart_speed_to_lead": ("store_id", "as_of_date", "window_days", "segment_type", "segment_value"),
    "mart_inventory_aging": ("store_id", "as_of_date", "vehicle_class", "make", "model", "bucket"),
    "mart_turn": ("store_id", "month", "vehicle_class"),
    "mart_source_performance": ("store_id", "month", "channel_group", "lead_source", "campaign_id"),
    "mart_appointments": ("store_id", "scheduled_date", "agent_id"),
    "mart_call_handling": ("store_id", "call_date", "hour"),
    "mart_ad_efficiency": ("platform", "account_id", "campaign_id", "ad_group_id", "store_id", "performance_date"),
    "mart_lead_queue": ("opportunity_key",),
    "mart_lead_trace": ("opportunity_key", "event_seq"),
    "mart_data_freshness": ("source_system", "entity"),
}

VOCABULARIES: dict[tuple[str, str], tuple[str, ...]] = {
    # `unknown`: a sale of which neither the deal nor a unit says the class.
    ("mart_days_supply", "vehicle_class"): ("new", "used", "unknown"),
    ("mart_days_supply", "status"): ("under", "balanced", "over", "no_sales"),
    ("mart_price_to_market", "status"): ("above_market", "at_market", "below_market", "low_comps"),
    ("mart_inventory_aging", "bucket"): ("0-15", "16-30", "31-45", "46-60", "60+"),
    ("mart_funnel", "daypart"): ("overnight", "morning", "afternoon", "evening"),
    ("mart_speed_to_lead", "segment_type"): ("all", "lead_source", "agent", "channel", "lead_type", "daypart"),
    ("mart_lead_queue", "escalation_level"): ("none", "notify_agent", "escalate_manager", "route_backup"),
    ("mart_data_freshness", "status"): ("fresh", "warn", "stale", "no_data"),
    ("mart_listing_sync", "change_type"): ("sold", "price"),
}

# Table, claim, what holds in words, and the SQL of a row for which it does not.
IMPOSSIBLE: list[tuple[str, str, str, str]] = [
    (
        "mart_days_supply",
        "possible_counts",
        "counts are not below zero, and no more cars are available than are in stock",
        "units_in_stock < 0 or units_available < 0 or retail_sold < 0 or units_available > units_in_stock",
    ),
    (
        "mart_days_supply",
        "division",
        "days' supply is stock divided by the rate of sale",
        "case when units_in_stock = 0 then days_supply is distinct from 0 when retail_sold = 0 then days_supply is not null "
        "else days_supply is null or abs(days_supply - units_in_stock * cast(window_days as double) / retail_sold) > 0.000001 end",
    ),
    (
        "mart_funnel",
        "steps_within_leads",
        "no step counts more shoppers than there are",
        "greatest(contacted, appointment_set, appointment_confirmed, shown, test_drive, quoted, finance_applied, sold, delivered) > leads "
        "or leads > lead_records or least(leads, contacted, appointment_set, shown, sold) < 0",
    ),
    (
        "mart_funnel",
        "milestones_imply_contact",
        "nobody has an appointment or a purchase without having been in contact",
        "appointment_set > contacted or sold > contacted or contacted_with_appointment > appointment_set or sold_with_appointment > sold",
    ),
    (
        "mart_price_to_market",
        "plausible_ratio",
        "price to market is there only with enough comps, and within reason",
        f"price_to_market <= 0 or price_to_market > {thresholds.RATIO_OF_MARKET.value} "
        "or (has_low_comps and price_to_market is not null) or comp_count < 0",
    ),
    ("mart_price_to_market", "rank_in_range", "a percentile rank lies between 0 and 1", "percentile_rank < 0 or percentile_rank > 1"),
    ("mart_price_to_market", "not_below_zero", "nothing is counted below zero", "least(days_in_stock, vdp_views, drift_streak_days) < 0"),
    (
        "mart_speed_to_lead",
        "counts_add_up",
        "answered and unanswered are all, and the fast are among the answered",
        "responded + unresponded <> leads or within_5_min > responded or within_sla > responded or sla_elapsed > leads",
    ),
    (
        "mart_speed_to_lead",
        "times_run_forward",
        "nobody was answered before asking, and a ninetieth percentile is not below its median",
        "least(assignment_median_seconds, response_median_seconds, conversation_median_seconds, oldest_unresponded_seconds) < 0 "
        "or response_p90_seconds < response_median_seconds",
    ),
    (
        "mart_inventory_aging",
        "possible_counts",
        "a row has cars, and the aged ones are among them",
        "units < 1 or aged_units > units or total_days_in_stock < 0",
    ),
    (
        "mart_turn",
        "division",
        "turn is sales divided by average stock",
        "average_stock < 0 or retail_sold < 0 or abs(turn - retail_sold / nullif(average_stock, 0)) > 0.000001",
    ),
    (
        "mart_source_performance",
        "costs",
        "spend and counts are not below zero, and cost is told only where something was spent",
        "spend < 0 or leads < 0 or sold < 0 or (spend is null and (cost_per_lead is not null or cost_per_sold is not null))",
    ),
    (
        "mart_appointments",
        "show_rate",
        "a show rate lies between 0 and 1, and only due appointments are shown",
        "show_rate < 0 or show_rate > 1 or shown > due or (due = 0 and show_rate is not null)",
    ),
    (
        "mart_call_handling",
        "outcomes_add_up",
        "every offered call has one outcome",
        "answered + missed + abandoned + voicemail + short_abandoned > offered or abandonment_rate < 0 or abandonment_rate > 1 "
        "or conversations > answered",
    ),
    (
        "mart_ad_efficiency",
        "not_below_zero",
        "spend, clicks and impressions are not below zero",
        "spend < 0 or clicks < 0 or impressions < 0",
    ),
    (
        "mart_lead_queue",
        "breach_is_age",
        "a breach is an age beyond the policy",
        "age_seconds < 0 or is_breached <> (age_seconds > sla_seconds)",
    ),
    ("mart_merchandising", "completeness", "completeness lies between 0 and 1", "completeness < 0 or completeness > 1 or photo_count < 0"),
]

# Among these, what a vendor's own figures can bring about – absurd prices, credits, clocks that are fast – without any fault of ours: it is
# told and published.
AS_SENT = {
    ("mart_appointments", "show_rate"),
    ("mart_price_to_market", "plausible_ratio"),
    ("mart_speed_to_lead", "times_run_forward"),
    ("mart_source_performance", "costs"),
    ("mart_ad_efficiency", "not_below_zero"),
    ("mart_lead_queue", "breach_is_age"),
    ("mart_merchandising", "completeness"),
}

# Table and the date by which its rows must not be ahead of their store's clock.
DATED = [
    ("marts.mart_days_supply", "as_of_date"),
    ("marts.mart_funnel", "inquiry_date"),
    ("marts.mart_price_to_market", "as_of_date"),
    ("marts.mart_speed_to_lead", "as_of_date"),
    ("marts.mart_inventory_aging", "as_of_date"),
    ("marts.mart_call_handling", "call_date"),
    ("facts.fct_inventory_daily", "stock_date"),
]


def checks(house: Warehouse) -> list[Check]:
    return [*_grains(house), *_words(house), *_impossible(house), *_clock(), *_freshness()]


def _grains(house: Warehouse) -> list[Check]:
    return [
        unique(
            f"{mart}.one_row_each",
            f"One row per {', '.join(columns)} in {mart}",
            "A number appears twice, and totals are too high.",
            CRITICAL,
            f"marts.{mart}",
            columns,
        )
        for mart, columns in GRAINS.items()
        if house.has(f"marts.{mart}")
    ]


def _words(house: Warehouse) -> list[Check]:
    return [
        values_in(
            f"{mart}.{column}_is_known",
            f"The {column.replace('_', ' ')} in {mart} is one of the contract's words",
            "Filters and colours in reports do not know the value, and leave its rows out.",
            # A home may name the parts of the day as it likes (config/dayparts.csv).
            WARNING if column == "daypart" else CRITICAL,
            f"marts.{mart}",
            column,
            words,
        )
        for (mart, column), words in VOCABULARIES.items()
        if house.has(f"marts.{mart}")
    ]


def _impossible(house: Warehouse) -> list[Check]:
    return [
        no_rows(
            f"{mart}.{name}",
            f"In {mart}, {words}",
            "A number is shown that cannot be true.",
            WARNING if (mart, name) in AS_SENT else CRITICAL,
            f"marts.{mart}",
            bad,
        )
        for mart, name, words, bad in IMPOSSIBLE
        if house.has(f"marts.{mart}")
    ]


def _clock() -> list[Check]:
    return [
        none_found(
            f"{table.split('.')[1]}.nothing_after_as_of",
            f"No row of {table} lies after the run's clock at its store",
            "The report tells a future, or its days begin in the wrong time zone.",
            # Inquiries and calls carry the vendor's clock, which may be fast.
            WARNING if column in ("inquiry_date", "call_date") else CRITICAL,
            f"select count(case when t.{column} > c.as_of_date then 1 end) as found, count(*) as of_rows "
            f"from {table} as t join intermediate.int_stores__clock as c on t.store_id = c.store_id",
            [f"{table}.{column}", "intermediate.int_stores__clock"],
        )
        for table, column in DATED
    ]


def _freshness() -> list[Check]:
    mart = "marts.mart_data_freshness"
    return [
        no_rows(
            "mart_data_freshness.sources_are_fresh",
            "Every source has sent something within its limit",
            "What depends on a stale source tells an old story; mart_data_freshness names it.",
            WARNING,
            mart,
            "status = 'stale'",
        ),
        no_rows(
            "mart_data_freshness.expected_sources_are_there",
            "Every source that is expected has sent something",
            "Nothing has come from a source that should be there; its marts are empty. mart_data_freshness names it.",
            WARNING,
            mart,
            "status = 'no_data'",
        ),
        unique(
            "metric_dictionary.one_definition_per_metric",
            "Each metric is defined once",
            "Two definitions of one word: readers would argue about numbers.",
            CRITICAL,
            "meta.metric_dictionary",
            ["metric"],
        ),
    ]
