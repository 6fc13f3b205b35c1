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
)

select
    store_id,
    stock_number,
    inventory_unit_key,
    started_at,
    ready_at,
    {{ local_date('ready_at', 'timezone') }} as ready_on,
    {{ seconds_between('started_at', 'ready_at') }} as cycle_seconds
from units
where ready_at is not null and needed_none = 0
