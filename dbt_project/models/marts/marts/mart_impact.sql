{#-
    Difference in differences, week by week: what a store's value changed by, less what the stores without the change did in the same
    weeks. The interval is that of ordinary least squares of the weekly values on "after" (pooled variance, Student's t; a test holds
    it against statsmodels). A change at several stores has a row of its own: their weeks are laid over each other by week number.
-#}
{%- set of_store = "partition by intervention_id, store_id, metric, segment" -%}
{%- set of_group = "partition by intervention_id, group_id, metric, segment" -%}
with
weekly as (
    select
        intervention_id,
        intervention_name,
        group_id,
        store_id,
        metric,
        segment,
        started_on,
        period,
        week_number,
        week_start_date,
        control_stores,
        cast(metric_value as decimal(18, 9)) as metric_value,
        cast(adjusted_value as decimal(18, 9)) as adjusted_value
    from {{ ref('mart_impact_weekly') }}
),

-- Each store as its distance from its own baseline, on the level of all of them: so that a store without a week does not tilt the rest.
levelled as (
    select
        weekly.*,
        avg(case when period = 'baseline' then metric_value end) over ({{ of_group }})
        - avg(case when period = 'baseline' then metric_value end) over ({{ of_store }}) as metric_shift,
        avg(case when period = 'baseline' then adjusted_value end) over ({{ of_group }})
        - avg(case when period = 'baseline' then adjusted_value end) over ({{ of_store }}) as adjusted_shift,
        min(store_id) over ({{ of_group }}) < max(store_id) over ({{ of_group }}) as is_at_several
    from weekly
),

series as (
    select
        'store' as level,
        weekly.*,
        week_start_date as last_week_start_date
    from weekly
    union all
    select
        'group' as level,
        intervention_id,
        min(intervention_name) as intervention_name,
        group_id,
        null as store_id,
        metric,
        segment,
        min(started_on) as started_on,
        period,
        week_number,
        min(week_start_date) as week_start_date,
        max(control_stores) as control_stores,
        cast(avg(cast(metric_value + metric_shift as decimal(18, 9))) as decimal(18, 9)) as metric_value,
        cast(avg(cast(adjusted_value + adjusted_shift as decimal(18, 9))) as decimal(18, 9)) as adjusted_value,
        max(week_start_date) as last_week_start_date
    from levelled
    where is_at_several
    group by intervention_id, group_id, metric, segment, period, week_number
),

-- Sums of decimals: the order of rows changes nothing.
summed as (
    select
        level,
        intervention_id,
        min(intervention_name) as intervention_name,
        group_id,
        store_id,
        metric,
        segment,
        min(started_on) as started_on,
        {%- for period in ['baseline', 'after'] %}
        min(case when period = '{{ period }}' then week_start_date end) as {{ period }}_from_date,
        {{ add_days("max(case when period = '" ~ period ~ "' then last_week_start_date end)", 6) }} as {{ period }}_to_date,
        {%- for measure in ['metric', 'adjusted'] %}
        {%- set value = "case when period = '" ~ period ~ "' then " ~ measure ~ "_value end" %}
        count({{ value }}) as {{ measure }}_{{ period }}_weeks,
        avg({{ value }}) as {{ measure }}_{{ period }},
        cast(sum({{ value }} * {{ value }}) as double)
        - {{ ratio('sum(' ~ value ~ ')', 'count(' ~ value ~ ')') }} * cast(sum({{ value }}) as double) as {{ measure }}_{{ period }}_squares,
        {%- endfor %}
        {%- endfor %}
        max(control_stores) as control_stores
    from series
    group by level, intervention_id, group_id, store_id, metric, segment
),

freed as (
    select
        summed.*,
        metric_baseline_weeks + metric_after_weeks - 2 as metric_degrees,
        adjusted_baseline_weeks + adjusted_after_weeks - 2 as adjusted_degrees
    from summed
),

estimated as (
    select
        freed.*,
        metric_after - metric_baseline as metric_change,
        metric_limits.t_value
        * sqrt(greatest(metric_baseline_squares + metric_after_squares, 0) / freed.metric_degrees)
        * sqrt({{ ratio(1, 'metric_baseline_weeks') }} + {{ ratio(1, 'metric_after_weeks') }}) as metric_margin,
        adjusted_after - adjusted_baseline as adjusted_change,
        adjusted_limits.t_value
        * sqrt(greatest(adjusted_baseline_squares + adjusted_after_squares, 0) / freed.adjusted_degrees)
        * sqrt({{ ratio(1, 'adjusted_baseline_weeks') }} + {{ ratio(1, 'adjusted_after_weeks') }}) as adjusted_margin
    from freed
    left join {{ ref('ref_student_t_limits') }} as metric_limits on freed.metric_degrees = metric_limits.degrees_of_freedom
    left join {{ ref('ref_student_t_limits') }} as adjusted_limits on freed.adjusted_degrees = adjusted_limits.degrees_of_freedom
)

select
    {{ event_key('impact', ['intervention_id', 'group_id', 'store_id', 'metric', 'segment']) }} as impact_key,
    level,
    intervention_id,
    intervention_name,
    group_id,
    store_id,
    metric,
    segment,
    started_on,
    baseline_from_date,
    baseline_to_date,
    after_from_date,
    after_to_date,
    cast(metric_baseline_weeks as integer) as baseline_weeks,
    cast(metric_after_weeks as integer) as after_weeks,
    control_stores,
    metric_baseline as baseline,
    metric_after as after_value,
    metric_change as change,
    metric_change - metric_margin as change_low,
    metric_change + metric_margin as change_high,
    adjusted_change,
    adjusted_change - adjusted_margin as adjusted_change_low,
    adjusted_change + adjusted_margin as adjusted_change_high,
    adjusted_change is not null as is_control_adjusted,
    case
        when metric_baseline_weeks < {{ param('impact_minimum_weeks', 'integer') }} then 'insufficient_baseline'
        when metric_after_weeks = 0 then 'too_early'
        when coalesce(abs(adjusted_change) > adjusted_margin, abs(metric_change) > metric_margin, false) then 'changed'
        else 'not_shown'
    end as status
from estimated
