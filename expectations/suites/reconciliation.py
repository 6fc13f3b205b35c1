"""Numbers that stand in several tables are the same number: an analyst gets one answer, whichever table she asks."""

from __future__ import annotations

from expectations.checks import CRITICAL, WARNING, Check, equal, none_found
from expectations.warehouse import Warehouse

FUNNEL = "marts.mart_funnel"
SOURCES = "marts.mart_source_performance"
SUPPLY = "marts.mart_days_supply"
ROLLUP = "marts.mart_days_supply_rollup"
AGING = "marts.mart_inventory_aging"
DAILY = "facts.fct_inventory_daily"
CLOCK = "intermediate.int_stores__clock"
_UNATTRIBUTED = "lead_source = 'unattributed'"


def checks(house: Warehouse) -> list[Check]:
    return [*_leads(), *_stock(house), *_sales(), *_money(), *_speed()]


def _sum(column: str, table: str, where: str = "true") -> str:
    return f"(select coalesce(sum({column}), 0) from {table} where {where})"


def _count(table: str, where: str = "true") -> str:
    return f"(select count(*) from {table} where {where})"


def _leads() -> list[Check]:
    return [
        equal(
            "mart_funnel.leads_are_opportunities",
            "The funnel counts every opportunity once",
            "Shoppers are missing from the funnel or counted twice; every rate in it is off.",
            CRITICAL,
            _sum("leads", FUNNEL),
            _count("facts.fct_opportunities"),
            [FUNNEL, "facts.fct_opportunities"],
            ("leads in the funnel", "opportunities"),
        ),
        equal(
            "mart_funnel.agrees_with_sources_on_leads",
            "The funnel and the source report count the same leads",
            "Two reports give two numbers of leads.",
            CRITICAL,
            _sum("leads", FUNNEL),
            _sum("leads", SOURCES),
            [FUNNEL, SOURCES],
            ("leads in the funnel", "leads by source"),
        ),
        equal(
            "mart_funnel.agrees_with_sources_on_records",
            "The funnel and the source report count the same lead records",
            "Two reports give two numbers of inquiries.",
            CRITICAL,
            _sum("lead_records", FUNNEL),
            _sum("lead_records", SOURCES),
            [FUNNEL, SOURCES],
            ("records in the funnel", "records by source"),
        ),
    ]


def _per_store(name: str, title: str, left: str, right: str, needs: list[str], what: str) -> Check:
    """Stores at which two counts differ; `left` and `right` select store_id and n."""
    return none_found(
        name,
        title,
        f"Two reports give two numbers of {what} for the same store and day.",
        CRITICAL,
        f"select count(case when coalesce(l.n, 0) <> coalesce(r.n, 0) then 1 end) as stores_that_differ, count(*) as stores, "
        f'coalesce(sum(l.n), 0) as "left side", coalesce(sum(r.n), 0) as "right side" '
        f"from ({left}) as l full outer join ({right}) as r on l.store_id = r.store_id",
        needs,
    )


def _stock(house: Warehouse) -> list[Check]:
    def today(table: str, count: str, day: str, where: str = "true") -> str:
        return (
            f"select t.store_id, {count} as n from {table} as t join {CLOCK} as c on t.store_id = c.store_id and t.{day} = c.as_of_date "
            f"where {where} group by t.store_id"
        )

    daily = today(DAILY, "count(*)", "stock_date")
    return [
        _per_store(
            "mart_inventory_aging.counts_the_stock",
            "The aging report counts the cars that are in stock today",
            today(AGING, "sum(t.units)", "as_of_date"),
            daily,
            [AGING, DAILY, CLOCK],
            "cars in stock",
        ),
        _per_store(
            "mart_days_supply.counts_the_stock",
            "Days' supply counts the cars that are in stock today",
            today(SUPPLY, "sum(t.units_in_stock)", "as_of_date"),
            daily,
            [SUPPLY, DAILY, CLOCK],
            "cars in stock",
        ),
        *(
            _per_store(
                f"mart_days_supply_rollup.{level}_adds_up",
                f"Days' supply by {level.replace('_', ', ')} counts the same cars as its detail",
                today(ROLLUP, "sum(t.units_in_stock)", "as_of_date", f"t.level = '{level}'"),
                today(SUPPLY, "sum(t.units_in_stock)", "as_of_date"),
                [ROLLUP, SUPPLY, CLOCK],
                "cars in stock",
            )
            for level in ("store_class", "store_make_model")
        ),
        _per_store(
            "mart_days_supply.counts_every_day",
            "Days' supply counts the cars of every day of its history",
            f"select store_id || cast(as_of_date as varchar) as store_id, sum(units_in_stock) as n from {SUPPLY} "
            "where units_in_stock > 0 group by 1",
            f"select store_id || cast(stock_date as varchar) as store_id, count(*) as n from {DAILY} group by 1",
            [SUPPLY, DAILY],
            "cars in stock",
        ),
    ]


def _sales() -> list[Check]:
    """By gross, not by cars: who buys two cars on one inquiry is one opportunity that sold."""
    sales = "facts.fct_sales"
    retail = "is_retail_sale"
    gross = "coalesce(front_gross, 0) + coalesce(back_gross, 0)"
    needs = [sales, f"{sales}.{retail}", f"{sales}.front_gross", f"{sales}.back_gross"]
    return [
        equal(
            "mart_source_performance.counts_every_sale",
            "The source report shows the gross of every retail sale once, those without a lead as unattributed",
            "Sales are missing from the source report or counted twice; cost per sold and return on spend are off.",
            CRITICAL,
            _sum(gross, SOURCES),
            _sum(gross, sales, retail),
            [SOURCES, *needs],
            ("gross by source", "gross of retail sales"),
        ),
        equal(
            "mart_funnel.sold_plus_unattributed",
            "Gross in the funnel and gross of sales without an opportunity are all gross",
            "A sale is in two places or in none.",
            CRITICAL,
            f"{_sum('sold_front_gross + sold_back_gross', FUNNEL)} + {_sum(gross, SOURCES, _UNATTRIBUTED)}",
            _sum(gross, sales, retail),
            [FUNNEL, SOURCES, *needs],
            ("funnel and unattributed", "gross of retail sales"),
        ),
    ]


def _money() -> list[Check]:
    ads, facts = "marts.mart_ad_efficiency", "facts.fct_ad_performance_daily"
    return [
        equal(
            "mart_ad_efficiency.agrees_with_sources_on_spend",
            "The ad report and the source report show the same spend",
            "Cost per lead and cost per sold contradict the ad report.",
            CRITICAL,
            _sum("spend", ads),
            _sum("spend", SOURCES),
            [ads, SOURCES],
            ("spend by campaign", "spend by source"),
        ),
        equal(
            "mart_ad_efficiency.shows_all_spend",
            "The ad report shows all that was spent",
            "Spend is missing or counted twice.",
            CRITICAL,
            _sum("spend", ads),
            _sum("cost", facts),
            [ads, facts, f"{facts}.cost"],
            ("spend by campaign", "spend as sent"),
        ),
    ]


def _speed() -> list[Check]:
    speed = "marts.mart_speed_to_lead"
    return [
        none_found(
            "mart_speed_to_lead.segments_add_up",
            "The leads of each segment add up to all leads of the window",
            "Response times by agent or source leave leads out.",
            CRITICAL,
            f"select count(case when s.n <> a.n then 1 end) as windows_that_differ, count(*) as windows from "
            f"(select store_id, as_of_date, window_days, segment_type, sum(leads) as n from {speed} "
            "where segment_type <> 'all' group by 1, 2, 3, 4) as s join "
            f"(select store_id, as_of_date, window_days, sum(leads) as n from {speed} where segment_type = 'all' group by 1, 2, 3) as a "
            "on s.store_id = a.store_id and s.as_of_date = a.as_of_date and s.window_days = a.window_days",
            [speed],
        ),
        none_found(
            "mart_lead_queue.lists_unanswered_leads",
            "Every lead in the queue is an opportunity",
            "The queue shows leads that nobody can find.",
            WARNING,
            "select count(case when o.opportunity_key is null then 1 end) as found, count(*) as of_rows from marts.mart_lead_queue as q "
            "left join facts.fct_opportunities as o on q.opportunity_key = o.opportunity_key",
            ["marts.mart_lead_queue", "facts.fct_opportunities"],
        ),
    ]
