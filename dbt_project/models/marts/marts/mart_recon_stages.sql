{#- Where reconditioning is held up: a stage is a bottleneck when the slowest tenth of its visits, open ones up to as_of, exceeds its limit. -#}
with
visits as (
    select
        visits.*,
        clocks.as_of_date
    from {{ ref('fct_recon_stage_visits') }} as visits
    inner join {{ ref('int_stores__clock') }} as clocks on visits.store_id = clocks.store_id
    where visits.is_open or visits.entered_on > {{ add_days('clocks.as_of_date', '-' ~ param('stocking_window_days', 'integer')) }}
),

measured as (
    select
        store_id,
        as_of_date,
        stage,
        max(sla_hours) as sla_hours,
        sum(case when is_open then 1 else 0 end) as open_units,
        sum(case when is_open and is_breach then 1 else 0 end) as open_breaches,
        count(*) as visits_90d,
        {{ median('hours_in_stage') }} as median_hours,
        {{ percentile('hours_in_stage', 0.9) }} as p90_hours
    from visits
    where not is_terminal or is_open
    group by store_id, as_of_date, stage
)

select
    store_id,
    as_of_date,
    stage,
    cast(open_units as integer) as open_units,
    cast(open_breaches as integer) as open_breaches,
    cast(visits_90d as integer) as visits_90d,
    median_hours,
    p90_hours,
    sla_hours,
    coalesce(p90_hours > sla_hours, false) as is_bottleneck
from measured
