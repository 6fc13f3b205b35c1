with
staged as (
    {{ staged_rows('lead_stage_changes') }}
),

typed as (
    select
        staged.change_id,
        staged.lead_id,
        case when staged.from_stage is not null then {{ status_map_value('from_stage_map') }} end as from_stage,
        staged.from_stage as from_stage_raw,
        case when staged.to_stage is not null then {{ status_map_value('to_stage_map') }} end as to_stage,
        staged.to_stage as to_stage_raw,
        case when staged.disposition is not null then {{ status_map_value('disposition_map') }} end as disposition,
        staged.disposition as disposition_raw,
        staged.reason,
        {{ to_utc('staged.changed_at', "coalesce(stores.timezone, 'UTC')") }} as changed_at,
        staged.agent_id,
        {{ to_utc('staged.updated_at', "coalesce(stores.timezone, 'UTC')") }} as updated_at,
        staged.batch_id || ':' || cast(staged.row_number as varchar) as row_id,
        staged.batch_id,
        staged.line_number,
        staged.arrival,
        staged.row_number,
        staged.source_system
    from staged
    left join {{ ref('can_leads') }} as leads on staged.lead_id = leads.lead_id
    left join {{ ref('can_stores') }} as stores on leads.store_id = stores.store_id
    {{ join_status_map('from_stage_map', 'stage', 'staged.from_stage', 'staged.source_system', 'leads.store_id') }}
    {{ join_status_map('to_stage_map', 'stage', 'staged.to_stage', 'staged.source_system', 'leads.store_id') }}
    {{ join_status_map('disposition_map', 'disposition', 'staged.disposition', 'staged.source_system', 'leads.store_id') }}
),

known as (
    select
        typed.*,
        row_number() over (
            partition by typed.change_id
            order by
                typed.updated_at desc nulls last,
                case when typed.updated_at is null then -typed.arrival else typed.arrival end desc,
                case when typed.updated_at is null then -typed.row_number else typed.row_number end desc
        ) as rank_of_key
    from typed
    cross join {{ ref('stg_run__clock') }} as clock
    where coalesce(typed.updated_at, typed.changed_at) is null or coalesce(typed.updated_at, typed.changed_at) <= clock.as_of_at
)

select
    change_id,
    lead_id,
    from_stage,
    from_stage_raw,
    to_stage,
    to_stage_raw,
    disposition,
    disposition_raw,
    reason,
    changed_at,
    agent_id,
    updated_at,
    row_id,
    batch_id,
    line_number,
    arrival,
    row_number,
    source_system
from known
where rank_of_key = 1
