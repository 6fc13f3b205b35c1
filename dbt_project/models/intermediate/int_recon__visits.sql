{#- A visit belongs to the episode of its stock number that had last begun when it was entered, else to the first. -#}
with
candidates as (
    select
        visits.visit_id,
        episodes.inventory_unit_key,
        row_number() over (
            partition by visits.visit_id
            order by
                case when episodes.first_observed_at <= visits.entered_at then 0 else 1 end,
                case when episodes.first_observed_at <= visits.entered_at then episodes.first_observed_at end desc,
                episodes.first_observed_at,
                episodes.inventory_unit_key asc
        ) as rank_of_unit
    from {{ ref('can_recon_stage_visits') }} as visits
    inner join {{ ref('int_units__episodes') }} as episodes
        on visits.store_id_raw = episodes.store_id_raw and visits.stock_number = episodes.stock_number
),

timed as (
    select
        visits.visit_id,
        visits.store_id,
        visits.store_id_raw,
        visits.stock_number,
        candidates.inventory_unit_key,
        visits.stage,
        visits.entered_at,
        case when visits.exited_at <= clocks.as_of_at then visits.exited_at end as exited_at,
        clocks.as_of_at,
        clocks.timezone,
        visits.vendor,
        visits.ro_number,
        visits.work_order_url,
        visits.cost,
        visits.budget,
        visits.blocker_reason,
        visits.source_system
    from {{ ref('can_recon_stage_visits') }} as visits
    inner join {{ ref('int_stores__clock') }} as clocks on visits.store_id = clocks.store_id
    left join candidates on visits.visit_id = candidates.visit_id and candidates.rank_of_unit = 1
    where visits.entered_at <= clocks.as_of_at
)

select
    timed.visit_id,
    timed.store_id,
    timed.store_id_raw,
    timed.stock_number,
    timed.inventory_unit_key,
    episodes.vin,
    timed.stage,
    row_number() over (
        partition by timed.store_id_raw, timed.stock_number, timed.inventory_unit_key, timed.stage order by timed.entered_at, timed.visit_id
    ) as visit_number,
    timed.entered_at,
    timed.exited_at,
    timed.exited_at is null as is_open,
    {{ seconds_between('timed.entered_at', 'coalesce(timed.exited_at, timed.as_of_at)') }} / 3600.0 as hours_in_stage,
    stages.sla_hours,
    coalesce(stages.is_terminal, false) as is_terminal,
    timed.timezone,
    timed.vendor,
    timed.ro_number,
    timed.work_order_url,
    timed.cost,
    timed.budget,
    timed.blocker_reason,
    timed.source_system
from timed
left join {{ ref('ref_recon_stages') }} as stages on timed.stage = stages.stage
left join {{ ref('int_units__episodes') }} as episodes on timed.inventory_unit_key = episodes.inventory_unit_key
