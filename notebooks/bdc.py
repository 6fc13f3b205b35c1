"""For the BDC manager: who waits, how fast we answer, who came, which calls we missed.

ROOFTOP_HOME=home marimo run notebooks/bdc.py
"""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="Rooftop: BDC")


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
    mo.md(f"# BDC view\n\nLeads that wait, answers, appointments, calls. As of **{publication.as_of:%d %B %Y %H:%M}** UTC.")
    return


@app.cell
def _(ask, mo):
    queue = ask(
        """
        select store_id, masked_name, inquiry_at, age_seconds / 60.0 as age_minutes, seconds_to_sla, is_breached, escalation_level,
            owner_agent_id, lead_source, intent
        from marts.mart_lead_queue
        order by is_breached desc, age_seconds desc, opportunity_key
        """
    )
    mo.vstack(
        [mo.md("## Who is waiting?\n\nOpen leads without a personal answer, oldest breach first."), mo.ui.table(queue, selection=None)]
    )
    return (queue,)


@app.cell
def _(ask, mo):
    speed_by_agent = ask(
        """
        select store_id, segment_value as agent_id, leads, unresponded, response_median_seconds, response_p90_seconds,
            within_5_min / nullif(cast(leads as double), 0) as within_5_min_share
        from marts.mart_speed_to_lead
        where segment_type = 'agent' and window_days = 30
        order by response_median_seconds nulls last, store_id, agent_id
        """
    )
    mo.vstack(
        [mo.md("## How fast does each agent answer?\n\nOver 30 days, by the lead's owner."), mo.ui.table(speed_by_agent, selection=None)]
    )
    return (speed_by_agent,)


@app.cell
def _(alt, ask, mo):
    dayparts = ask(
        """
        select segment_value as daypart, store_id, response_median_seconds / 60.0 as median_minutes, leads
        from marts.mart_speed_to_lead
        where segment_type = 'daypart' and window_days = 30
        order by store_id, daypart
        """
    )
    dayparts_chart = (
        alt.Chart(dayparts)
        .mark_bar()
        .encode(
            x=alt.X("daypart:N", sort=["morning", "afternoon", "evening", "overnight"], title=None),
            y=alt.Y("median_minutes:Q", title="Median minutes to answer"),
            column=alt.Column("store_id:N", title=None),
            tooltip=["store_id", "daypart", "leads", "median_minutes"],
        )
    )
    mo.vstack([mo.md("## When are we slow?"), dayparts_chart])
    return (dayparts,)


@app.cell
def _(ask, mo):
    appointments = ask(
        """
        select store_id, agent_id, sum(set_count) as set_count, sum(confirmed) as confirmed, sum(due) as due, sum(shown) as shown,
            sum(shown) / nullif(cast(sum(due) as double), 0) as show_rate
        from marts.mart_appointments
        group by store_id, agent_id
        order by set_count desc, store_id, agent_id
        """
    )
    mo.vstack(
        [
            mo.md("## Who comes?\n\nDue are bookings whose time has come, on the last leg of a chain."),
            mo.ui.table(appointments, selection=None),
        ]
    )
    return (appointments,)


@app.cell
def _(alt, ask, mo):
    calls = ask(
        """
        select hour, sum(answered) as answered, sum(missed) as missed, sum(abandoned) as abandoned
        from marts.mart_call_handling
        group by hour
        order by hour
        """
    )
    calls_chart = (
        alt.Chart(calls)
        .transform_fold(["answered", "missed", "abandoned"], as_=["outcome", "calls"])
        .mark_bar()
        .encode(
            x=alt.X("hour:O", title="Hour of the store's day"),
            y=alt.Y("calls:Q", title="Inbound calls"),
            color=alt.Color("outcome:N", title=None),
            tooltip=["hour", "outcome:N", "calls:Q"],
        )
    )
    mo.vstack([mo.md("## Which calls do we miss?"), calls_chart])
    return (calls,)


@app.cell
def _(ask, mo):
    workload = ask(
        """
        select store_id, agent_initials, open_leads, unresponded_leads, active_tasks, overdue_tasks, occupancy
        from marts.mart_bdc_workload
        order by open_leads desc, store_id, agent_id
        """
    )
    mo.vstack([mo.md("## Who has how much to do?"), mo.ui.table(workload, selection=None)])
    return (workload,)


if __name__ == "__main__":
    app.run()
