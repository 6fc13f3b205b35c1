with
staged as (
    {{ staged_rows('lead_assignments') }}
),

typed as (
    select
        staged.assignment_id,
        staged.lead_id,
        staged.agent_id,
        staged.queue,
        {{ to_utc('staged.assigned_at', "coalesce(stores.timezone, 'UTC')") }} as assigned_at,
        {{ to_utc('staged.released_at', "coalesce(stores.timezone, 'UTC')") }} as released_at,
        {{ canonical_value('staged.reason', 'assignment_reason') }} as reason,
        staged.reason as reason_raw,
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
),

known as (
    select
        typed.*,
        row_number() over (
            partition by typed.assignment_id
            order by
                typed.updated_at desc nulls last, typed.arrival desc, typed.row_number desc
        ) as rank_of_key
    from typed
    cross join {{ ref('stg_run__clock') }} as clock
    where coalesce(typed.updated_at, typed.assigned_at) is null or coalesce(typed.updated_at, typed.assigned_at) <= clock.as_of_at
)

select
    assignment_id,
    lead_id,
    agent_id,
    queue,
    assigned_at,
    released_at,
    reason,
    reason_raw,
    updated_at,
    row_id,
    batch_id,
    line_number,
    arrival,
    row_number,
    source_system
from known
where rank_of_key = 1
