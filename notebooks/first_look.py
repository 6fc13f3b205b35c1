"""First look: what a dealer group's published file says, in six questions. Reads nothing else.

ROOFTOP_HOME=home marimo run notebooks/first_look.py      in a browser
ROOFTOP_HOME=home python notebooks/first_look.py          as a script, for a test
"""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="Rooftop: first look")


@app.cell
def _():
    import altair as alt
    import marimo as mo

    from ingestion import settings
    from orchestration.reader import Reader

    reader = Reader(settings.home_from_environment().root)

    def ask(sql):
        """A frame with the answer from the newest publication."""
        return reader.connection().sql(sql).df()

    return alt, ask, mo


@app.cell
def _(ask, mo):
    publication = ask("select as_of, published_at, checks_passed, checks_warned from meta.publish").iloc[0]
    mo.md(
        f"""
        # First look

        What is published, as of **{publication.as_of:%d %B %Y %H:%M}** UTC. The audit held {publication.checks_passed} checks
        and warned of {publication.checks_warned}. What each number means: `meta.metric_dictionary`, or docs/metrics.md.
        """
    )
    return (publication,)


@app.cell
def _(alt, ask, mo):
    stock = ask(
        """
        select store_id, vehicle_class, bucket, sum(units) as units, sum(aged_units) as aged_units
        from marts.mart_inventory_aging
        group by store_id, vehicle_class, bucket
        order by store_id, vehicle_class, bucket
        """
    )
    aged_share = stock.aged_units.sum() / max(1, stock.units.sum())
    stock_chart = (
        alt.Chart(stock)
        .mark_bar()
        .encode(
            x=alt.X("units:Q", title="Cars in stock"),
            y=alt.Y("store_id:N", title=None),
            color=alt.Color("bucket:O", title="Days in stock", scale=alt.Scale(scheme="oranges")),
            row=alt.Row("vehicle_class:N", title=None),
            tooltip=["store_id", "vehicle_class", "bucket", "units"],
        )
    )
    mo.vstack(
        [
            mo.md(f"## What is in stock, and how old?\n\n{int(stock.units.sum())} cars, {aged_share:.0%} of them older than 45 days."),
            stock_chart,
        ]
    )
    return (stock,)


@app.cell
def _(alt, ask, mo):
    supply = ask(
        """
        select store_id, vehicle_class, as_of_date, units_in_stock, retail_sold, days_supply, status
        from marts.mart_days_supply_rollup
        where level = 'store_class'
        order by store_id, vehicle_class, as_of_date
        """
    )
    supply_today = supply[supply.as_of_date == supply.as_of_date.max()].drop(columns="as_of_date")
    supply_chart = (
        alt.Chart(supply)
        .mark_line()
        .encode(
            x=alt.X("as_of_date:T", title=None),
            y=alt.Y("days_supply:Q", title="Days' supply"),
            color=alt.Color("store_id:N", title="Store"),
            strokeDash=alt.StrokeDash("vehicle_class:N", title="Class"),
        )
    )
    mo.vstack(
        [
            mo.md("## How long does it last?\n\nStock divided by the retail sales per day of the 30 days before."),
            supply_chart,
            mo.ui.table(supply_today, selection=None, label="Today"),
        ]
    )
    return (supply,)


@app.cell
def _(alt, ask, mo):
    prices = ask(
        """
        select
            store_id, stock_number, make, model, days_in_stock, cast(asking_price as double) as asking_price,
            market_avg_price, price_to_market, vdp_views, drift_streak_days, status
        from marts.mart_price_to_market
        where as_of_date = (select max(as_of_date) from marts.mart_price_to_market)
        order by price_to_market desc nulls last, store_id, stock_number
        """
    )
    price_chart = (
        alt.Chart(prices.dropna(subset=["price_to_market"]))
        .mark_circle()
        .encode(
            x=alt.X("days_in_stock:Q", title="Days in stock"),
            y=alt.Y("price_to_market:Q", title="Price to market", scale=alt.Scale(zero=False)),
            color=alt.Color("status:N", title=None),
            tooltip=["store_id", "stock_number", "make", "model", "asking_price", "market_avg_price"],
        )
    )
    dearest = prices[["store_id", "stock_number", "make", "model", "asking_price", "price_to_market", "drift_streak_days"]].head(10)
    mo.vstack(
        [
            mo.md("## Are prices in line with the market?\n\nAsking price over the mean of comparable cars; above 1.02 is dear."),
            price_chart,
            mo.ui.table(dearest, selection=None, label="The ten dearest against their market"),
        ]
    )
    return (prices,)


@app.cell
def _(alt, ask, mo):
    funnel = ask(
        """
        with totals as (
            select
                sum(leads) as leads, sum(contacted) as contacted, sum(appointment_set) as appointment_set, sum(shown) as shown,
                sum(sold) as sold
            from marts.mart_funnel
        )
        select 1 as step_order, 'leads' as step, leads as shoppers from totals
        union all select 2, 'contacted', contacted from totals
        union all select 3, 'appointment', appointment_set from totals
        union all select 4, 'shown', shown from totals
        union all select 5, 'sold', sold from totals
        order by step_order
        """
    )
    sources = ask(
        """
        select
            lead_source, sum(leads) as leads, sum(case when is_mature then leads else 0 end) as mature_leads, sum(sold) as sold,
            sum(contacted) / nullif(cast(sum(leads) as double), 0) as contact_rate,
            sum(sold) / nullif(cast(sum(leads) as double), 0) as lead_to_sold
        from marts.mart_funnel
        group by lead_source
        order by leads desc, lead_source
        """
    )
    funnel_chart = (
        alt.Chart(funnel)
        .mark_bar()
        .encode(
            x=alt.X("shoppers:Q", title="Shoppers"),
            y=alt.Y("step:N", sort=None, title=None),
            tooltip=["step", "shoppers"],
        )
    )
    mo.vstack(
        [
            mo.md("## What becomes of leads?\n\nEach shopper once, by the date of the inquiry. Cohorts of the last 90 days still move."),
            funnel_chart,
            mo.ui.table(sources, selection=None, label="By source; only the rates of mature leads are final"),
        ]
    )
    return (funnel,)


@app.cell
def _(ask, mo):
    speed = ask(
        """
        select
            store_id, leads, unresponded, response_median_seconds, response_p90_seconds,
            within_5_min / nullif(cast(leads as double), 0) as within_5_min_share,
            within_sla / nullif(cast(sla_elapsed as double), 0) as sla_attainment
        from marts.mart_speed_to_lead
        where segment_type = 'all' and window_days = 30
        order by store_id
        """
    )
    mo.vstack(
        [
            mo.md("## How fast do we answer?\n\nFrom the inquiry to the first personal answer of a human, over 30 days."),
            mo.ui.table(speed, selection=None),
        ]
    )
    return (speed,)


@app.cell
def _(ask, mo):
    freshness = ask(
        """
        select source_system, entity, last_event_at, last_loaded_at, event_age_seconds / 3600.0 as event_age_hours, status
        from marts.mart_data_freshness
        order by case status when 'stale' then 1 when 'no_data' then 2 when 'warn' then 3 else 4 end, source_system, entity
        """
    )
    behind = int((freshness.status.isin(["stale", "no_data"])).sum())
    mo.vstack(
        [
            mo.md(f"## Can we rely on it?\n\n{behind} of {len(freshness)} sources are stale or missing."),
            mo.ui.table(freshness, selection=None),
        ]
    )
    return (freshness,)


if __name__ == "__main__":
    app.run()
