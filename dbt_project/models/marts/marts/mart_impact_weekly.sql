{#-
    The weeks that mart_impact compares. Baseline: whole weeks strictly before the week in which the change began; after: whole weeks
    from the first Monday on which it was in force; the week between is neither. Controls are the group's stores that the change has
    not reached by the end of the store's own weeks (staggered roll-out); each is taken as its distance from its own baseline, so
    that a control without a value in a week moves nothing. A metric's own row of the seed stands before the row for `*`.
-#}
with
starts as (
    select
        intervention_id,
        store_id,
        min(started_on) as started_on
    from {{ ref('ref_interventions') }}
    group by intervention_id, store_id
),

metrics as (
    select distinct metric from {{ ref('mart_store_weekly') }}
),

asked as (
    select
        interventions.intervention_id,
        interventions.intervention_name,
        interventions.store_id,
        interventions.started_on,
        coalesce(interventions.baseline_weeks, {{ param('impact_baseline_weeks', 'integer') }}) as baseline_weeks,
        coalesce(interventions.after_weeks, {{ param('impact_after_weeks', 'integer') }}) as after_weeks,
        metrics.metric,
        clock.group_id,
        clock.as_of_date,
        {{ week_of('interventions.started_on') }} as before_from,
        {{ week_of(add_days('interventions.started_on', 6)) }} as after_from,
        row_number() over (
            partition by interventions.intervention_id, interventions.store_id, metrics.metric
            order by case when interventions.metric = '*' then 1 else 0 end
        ) as rank_of_row
    from {{ ref('ref_interventions') }} as interventions
    inner join {{ ref('int_stores__clock') }} as clock on interventions.store_id = clock.store_id
    inner join metrics on interventions.metric in ('*', metrics.metric)
    where interventions.started_on is not null
),

treated as (
    select
        asked.*,
        {{ add_days('before_from', '-7 * baseline_weeks') }} as baseline_from,
        least({{ add_days('after_from', '7 * after_weeks') }}, {{ week_of('as_of_date') }}) as after_until
    from asked
    where rank_of_row = 1
),

observed as (
    select
        treated.intervention_id,
        treated.intervention_name,
        treated.group_id,
        treated.store_id,
        treated.metric,
        treated.started_on,
        weekly.segment,
        weekly.store_id as observed_store_id,
        weekly.week_start_date,
        case when weekly.week_start_date < treated.before_from then 'baseline' else 'after' end as period,
        {{ days_between(
            'case when weekly.week_start_date < treated.before_from then treated.before_from else treated.after_from end', 'weekly.week_start_date'
        ) }} / 7 as week_number,
        cast(weekly.metric_value as decimal(18, 9)) as metric_value
    from treated
    inner join {{ ref('mart_store_weekly') }} as weekly
        on
            treated.group_id = weekly.group_id
            and treated.metric = weekly.metric
            and weekly.is_comparable
            and treated.baseline_from <= weekly.week_start_date
            and treated.after_until > weekly.week_start_date
            and (treated.before_from > weekly.week_start_date or treated.after_from <= weekly.week_start_date)
    left join starts
        on treated.intervention_id = starts.intervention_id and weekly.store_id = starts.store_id and treated.after_until > starts.started_on
    where treated.store_id = weekly.store_id or starts.store_id is null
),

levels as (
    select
        intervention_id,
        store_id,
        metric,
        segment,
        observed_store_id,
        avg(metric_value) as baseline_mean
    from observed
    where period = 'baseline'
    group by intervention_id, store_id, metric, segment, observed_store_id
    having count(*) >= {{ param('impact_minimum_weeks', 'integer') }}
),

controls as (
    select
        observed.intervention_id,
        observed.store_id,
        observed.metric,
        observed.segment,
        observed.week_start_date,
        avg(cast(observed.metric_value - levels.baseline_mean as decimal(18, 9))) as control_change,
        count(*) as control_stores
    from observed
    inner join levels
        on
            observed.intervention_id = levels.intervention_id
            and observed.store_id = levels.store_id
            and observed.metric = levels.metric
            and observed.segment = levels.segment
            and observed.observed_store_id = levels.observed_store_id
    where observed.observed_store_id <> observed.store_id
    group by observed.intervention_id, observed.store_id, observed.metric, observed.segment, observed.week_start_date
)

select
    observed.intervention_id,
    observed.intervention_name,
    observed.group_id,
    observed.store_id,
    observed.metric,
    observed.segment,
    observed.started_on,
    observed.period,
    cast(observed.week_number as integer) as week_number,
    observed.week_start_date,
    cast(observed.metric_value as double) as metric_value,
    cast(coalesce(controls.control_stores, 0) as integer) as control_stores,
    controls.control_change,
    cast(observed.metric_value as double) - controls.control_change as adjusted_value
from observed
left join controls
    on
        observed.intervention_id = controls.intervention_id
        and observed.store_id = controls.store_id
        and observed.metric = controls.metric
        and observed.segment = controls.segment
        and observed.week_start_date = controls.week_start_date
where observed.observed_store_id = observed.store_id
