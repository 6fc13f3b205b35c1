with
staged as (
    {{ staged_rows('agents') }}
),

typed as (
    select
        staged.agent_id,
        coalesce(stores.store_id, 'unknown') as store_id,
        staged.store_id as store_id_raw,
        staged.agent_name,
        staged.email,
        staged.role,
        staged.team,
        staged.manager_agent_id,
        staged.backup_agent_id,
        staged.active_from,
        staged.active_to,
        {{ to_utc('staged.updated_at', "coalesce(stores.timezone, 'UTC')") }} as updated_at,
        staged.batch_id || ':' || cast(staged.row_number as varchar) as row_id,
        staged.batch_id,
        staged.line_number,
        staged.arrival,
        staged.row_number,
        staged.source_system
    from staged
    left join {{ ref('can_stores') }} as stores on staged.store_id = stores.store_id
),

known as (
    select
        typed.*,
        row_number() over (
            partition by typed.agent_id, typed.updated_at
            order by typed.arrival desc, typed.row_number desc
        ) as rank_of_tie
    from typed
    cross join {{ ref('stg_run__clock') }} as clock
    where typed.updated_at is null or typed.updated_at <= clock.as_of_at
)

select
    agent_id,
    store_id,
    store_id_raw,
    agent_name,
    email,
    role,
    team,
    manager_agent_id,
    backup_agent_id,
    active_from,
    active_to,
    updated_at,
    row_id,
    batch_id,
    line_number,
    arrival,
    row_number,
    source_system,
    row_number() over (
        partition by agent_id
        order by updated_at asc nulls first
    ) as version_number
from known
where rank_of_tie = 1
