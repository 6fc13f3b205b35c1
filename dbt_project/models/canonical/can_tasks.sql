with
staged as (
    {{ staged_rows('tasks') }}
),

typed as (
    select
        staged.task_id,
        staged.lead_id,
        staged.agent_id,
        staged.task_type,
        {{ to_utc('staged.created_at', "coalesce(stores.timezone, agent_stores.timezone, 'UTC')") }} as created_at,
        {{ to_utc('staged.due_at', "coalesce(stores.timezone, agent_stores.timezone, 'UTC')") }} as due_at,
        {{ to_utc('staged.completed_at', "coalesce(stores.timezone, agent_stores.timezone, 'UTC')") }} as completed_at,
        staged.status,
        {{ to_utc('staged.updated_at', "coalesce(stores.timezone, agent_stores.timezone, 'UTC')") }} as updated_at,
        staged.batch_id || ':' || cast(staged.row_number as varchar) as row_id,
        staged.batch_id,
        staged.line_number,
        staged.arrival,
        staged.row_number,
        staged.source_system
    from staged
    left join {{ ref('can_leads') }} as leads on staged.lead_id = leads.lead_id
    left join {{ ref('can_stores') }} as stores on leads.store_id = stores.store_id
    left join {{ ref('can_agents') }} as agents on staged.agent_id = agents.agent_id
    left join {{ ref('can_stores') }} as agent_stores on agents.store_id = agent_stores.store_id
),

known as (
    select
        typed.*,
        row_number() over (
            partition by typed.task_id
            order by
                typed.updated_at desc nulls last, typed.arrival desc, typed.row_number desc
        ) as rank_of_key
    from typed
    cross join {{ ref('stg_run__clock') }} as clock
    where typed.updated_at is null or typed.updated_at <= clock.as_of_at
)

select
    task_id,
    lead_id,
    agent_id,
    task_type,
    created_at,
    due_at,
    completed_at,
    status,
    updated_at,
    row_id,
    batch_id,
    line_number,
    arrival,
    row_number,
    source_system
from known
where rank_of_key = 1
