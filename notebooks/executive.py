"""For the general manager: are we selling, at what gross, from which sources, and can the numbers be relied on?

ROOFTOP_HOME=home marimo run notebooks/executive.py
"""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="Rooftop: executive")


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
    mo.md(f"# Executive view\n\nSales, gross, stock and sources. As of **{publication.as_of:%d %B %Y %H:%M}** UTC.")
    return


@app.cell
def _(alt, ask, mo):
    sales = ask(
        """
        select store_id, month, vehicle_class, sum(retail_sold) as retail_sold, cast(sum(front_gross) as double) as front_gross,
            cast(sum(back_gross) as double) as back_gross
        from marts.mart_gross
        group by store_id, month, vehicle_class
        order by month, store_id, vehicle_class
        """
    )
    sales_chart = (
        alt.Chart(sales)
        .mark_bar()
        .encode(
            x=alt.X("yearmonth(month):T", title=None),
            y=alt.Y("retail_sold:Q", title="Cars sold"),
            color=alt.Color("vehicle_class:N", title="Class"),
            column=alt.Column("store_id:N", title=None),
            tooltip=["store_id", "month", "vehicle_class", "retail_sold", "front_gross", "back_gross"],
        )
    )
    mo.vstack([mo.md("## What did we sell, and what did it earn?\n\nRetail, by contract month; unwound deals are out."), sales_chart])
    return (sales,)


@app.cell
def _(ask, mo):
    gross_per_sold = ask(
        """
        select store_id, vehicle_class, sum(retail_sold) as retail_sold,
            cast(sum(front_gross) as double) / nullif(sum(retail_sold), 0) as front_gross_per_sold,
            cast(sum(back_gross) as double) / nullif(sum(retail_sold), 0) as back_gross_per_sold
        from marts.mart_gross
        group by store_id, vehicle_class
        order by store_id, vehicle_class
        """
    )
    mo.vstack([mo.md("## What does a sale earn?"), mo.ui.table(gross_per_sold, selection=None)])
    return (gross_per_sold,)


@app.cell
def _(ask, mo):
    turn = ask(
        """
        select store_id, month, vehicle_class, retail_sold, average_stock, turn, turn_annualised
        from marts.mart_turn
        order by month desc, store_id, vehicle_class
        """
    )
    mo.vstack([mo.md("## How fast does stock turn?"), mo.ui.table(turn, selection=None)])
    return (turn,)


@app.cell
def _(ask, mo):
    supply = ask(
        """
        select level, group_id, store_id, vehicle_class, units_in_stock, retail_sold, days_supply, status
        from marts.mart_days_supply_rollup
        where level in ('group_class', 'store_class') and as_of_date = (select max(as_of_date) from marts.mart_days_supply_rollup)
        order by level, group_id, store_id, vehicle_class
        """
    )
    mo.vstack([mo.md("## Days' supply today"), mo.ui.table(supply, selection=None)])
    return (supply,)


@app.cell
def _(alt, ask, mo):
    sources = ask(
        """
        select lead_source, sum(leads) as leads, sum(sold) as sold, cast(sum(spend) as double) as spend,
            cast(sum(front_gross + back_gross) as double) as gross,
            cast(sum(front_gross + back_gross) as double) / nullif(cast(sum(spend) as double), 0) as roas_gross
        from marts.mart_source_performance
        group by lead_source
        order by gross desc nulls last, lead_source
        """
    )
    sources_chart = (
        alt.Chart(sources)
        .mark_bar()
        .encode(
            x=alt.X("gross:Q", title="Front and back gross"),
            y=alt.Y("lead_source:N", sort="-x", title=None),
            tooltip=["lead_source", "leads", "sold", "spend", "gross", "roas_gross"],
        )
    )
    mo.vstack(
        [mo.md("## Which sources pay?\n\nCohorts by the month of the inquiry; sales without a lead are unattributed."), sources_chart]
    )
    return (sources,)


@app.cell
def _(ask, mo):
    hygiene = ask(
        """
        select check_name, sum(failures) as failures, sum(denominator) as records,
            sum(failures) / nullif(cast(sum(denominator) as double), 0) as rate, max(meaning) as meaning
        from marts.mart_data_hygiene
        where failures > 0
        group by check_name
        order by failures desc, check_name
        """
    )
    mo.vstack(
        [
            mo.md("## Can we rely on it?\n\nWhat is not clean in the records; mart_data_hygiene says where."),
            mo.ui.table(hygiene, selection=None),
        ]
    )
    return (hygiene,)


if __name__ == "__main__":
    app.run()
