"""For the used-car manager: what to re-price, what to push through reconditioning, what to send to auction.

ROOFTOP_HOME=home marimo run notebooks/used_car.py
"""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="Rooftop: used cars")


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
    publication = ask("select as_of from meta.publish").iloc[0]
    mo.md(f"# Used-car view\n\nAge, price, reconditioning, exits. As of **{publication.as_of:%d %B %Y %H:%M}** UTC.")
    return


@app.cell
def _(alt, ask, mo):
    ages = ask(
        """
        select bucket, make, sum(units) as units
        from marts.mart_inventory_aging
        where vehicle_class = 'used'
        group by bucket, make
        order by bucket, make
        """
    )
    ages_chart = (
        alt.Chart(ages)
        .mark_bar()
        .encode(
            x=alt.X("bucket:O", title="Days in stock"),
            y=alt.Y("units:Q", title="Cars"),
            color=alt.Color("make:N", title="Make"),
            tooltip=["bucket", "make", "units"],
        )
    )
    mo.vstack([mo.md("## How old is the used stock?"), ages_chart])
    return (ages,)


@app.cell
def _(ask, mo):
    workbench = ask(
        """
        select store_id, stock_number, model_year, make, model, days_in_stock, cast(asking_price as double) as asking_price,
            price_to_market, vdp_7d, leads_14d, recommended_action
        from marts.mart_used_unit_workbench
        order by days_in_stock desc, store_id, stock_number
        """
    )
    mo.vstack(
        [
            mo.md("## What needs a decision?\n\nOldest first; the recommended action is the ladder's."),
            mo.ui.table(workbench, selection=None),
        ]
    )
    return (workbench,)


@app.cell
def _(ask, mo):
    drifting = ask(
        """
        select store_id, stock_number, make, model, days_in_stock, price_to_market, vdp_views, peer_median_vdp, drift_streak_days
        from marts.mart_price_to_market
        where vehicle_class = 'used' and is_above_102
            and as_of_date = (select max(as_of_date) from marts.mart_price_to_market)
        order by drift_streak_days desc, price_to_market desc, store_id, stock_number
        """
    )
    mo.vstack(
        [
            mo.md(
                "## Which are dear and overlooked?\n\nAbove 1.02 of the market; the streak counts days on which they also had fewer views than the median."
            ),
            mo.ui.table(drifting, selection=None),
        ]
    )
    return (drifting,)


@app.cell
def _(ask, mo):
    recon = ask(
        """
        select store_id, stock_number, stage, hours_in_stage, sla_hours, is_breach, vendor, blocker_reason
        from marts.mart_recon_pipeline
        order by is_breach desc, hours_in_stage desc, store_id, stock_number
        """
    )
    mo.vstack([mo.md("## What is stuck in reconditioning?"), mo.ui.table(recon, selection=None)])
    return (recon,)


@app.cell
def _(ask, mo):
    merchandising = ask(
        """
        select store_id, stock_number, photo_count, has_comments, has_price, has_window_sticker, has_spin, completeness, live_channels
        from marts.mart_merchandising
        where vehicle_class = 'used'
        order by completeness, store_id, stock_number
        """
    )
    mo.vstack([mo.md("## Which are shown badly?"), mo.ui.table(merchandising, selection=None)])
    return (merchandising,)


@app.cell
def _(ask, mo):
    supply_by_model = ask(
        """
        select store_id, make, model, trim, units_in_stock, retail_sold, days_supply, status
        from marts.mart_days_supply
        where vehicle_class = 'used' and as_of_date = (select max(as_of_date) from marts.mart_days_supply)
        order by days_supply desc nulls last, store_id, make, model, trim
        """
    )
    mo.vstack([mo.md("## Which models are short, which long?"), mo.ui.table(supply_by_model, selection=None)])
    return (supply_by_model,)


if __name__ == "__main__":
    app.run()
