with
staged as (
    {{ staged_rows('agent_shifts') }}
),

typed as (
    select
        staged.shift_id,
        staged.agent_id,
        {{ to_utc('staged.starts_at', "coalesce(stores.timezone, 'UTC')") }} as starts_at,
        {{ to_utc('staged.ends_at', "coalesce(stores.timezone, 'UTC')") }} as ends_at,
        {{ canonical_value('staged.kind', 'shift_kind') }} as kind,
        staged.kind as kind_raw,
        {{ to_utc('staged.updated_at', "coalesce(stores.timezone, 'UTC')") }} as updated_at,
        staged.batch_id || ':' || cast(staged.row_number as varchar) as row_id,
        staged.batch_id,
        staged.line_number,
        staged.arrival,
        staged.row_number,
        staged.source_system
    from staged
    left join {{ ref('can_agents') }} as agents on staged.agent_id = agents.agent_id
    left join {{ ref('can_stores') }} as stores on agents.store_id = stores.store_id
),

known as (
    select
        typed.*,
        row_number() over (
            partition by typed.shift_id
            order by
                typed.updated_at desc nulls last,
                case when typed.updated_at is null then -typed.arrival else typed.arrival end desc,
                case when typed.updated_at is null then -typed.row_number else typed.row_number end desc
        ) as rank_of_key
    from typed
    cross join {{ ref('stg_run__clock') }} as clock
    where coalesce(typed.updated_at, typed.starts_at) is null or coalesce(typed.updated_at, typed.starts_at) <= clock.as_of_at
)

select
    shift_id,
    agent_id,
    starts_at,
    ends_at,
    kind,
    kind_raw,
    updated_at,
    row_id,
    batch_id,
    line_number,
    arrival,
    row_number,
    source_system
from known
where rank_of_key = 1
