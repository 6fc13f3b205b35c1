{#- From a unit's first visit to its first lot_ready; a unit that begins there needed no reconditioning and is left out. -#}
with
starts as (
    select
        visits.*,
        row_number() over (
            partition by visits.store_id_raw, visits.stock_number, visits.inventory_unit_key order by visits.entered_at, visits.visit_id
        ) as visit_sequence
    from {{ ref('int_recon__visits') }} as visits
),

units as (
    select
        store_id,
        stock_number,
        inventory_unit_key,
        timezone,
        min(entered_at) as started_at,
        min(case when is_terminal then entered_at end) as ready_at,
        max(case when visit_sequence = 1 and is_terminal then 1 else 0 end) as needed_none
    from starts
    group by store_id, store_id_raw, stock_number, inventory_unit_key, timezone
),

cycles as (
    select
        store_id,
        {{ month_of(local_date('ready_at', 'timezone')) }} as month,
        {{ seconds_between('started_at', 'ready_at') }} as cycle_seconds
    from units
    where ready_at is not null and needed_none = 0
)

select
    store_id,
    month,
    cast(count(*) as integer) as units_completed,
    -- Whole seconds are averaged, days are divided out last: a sum of fractions depends on the order of its rows.
    avg(cycle_seconds) / cast(86400 as double) as avg_days,
    {{ median('cycle_seconds') }} / cast(86400 as double) as median_days,
    {{ percentile('cycle_seconds', 0.9) }} / cast(86400 as double) as p90_days
from cycles
group by store_id, month
