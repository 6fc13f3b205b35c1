with
staged as (
    {{ staged_rows('showroom_visits') }}
),

typed as (
    select
        staged.visit_id,
        coalesce(stores.store_id, 'unknown') as store_id,
        staged.store_id as store_id_raw,
        staged.lead_id,
        staged.agent_id,
        {{ to_utc('staged.started_at', "coalesce(stores.timezone, 'UTC')") }} as started_at,
        {{ to_utc('staged.ended_at', "coalesce(stores.timezone, 'UTC')") }} as ended_at,
        staged.had_test_drive,
        staged.had_write_up,
        staged.result,
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
            partition by typed.visit_id
            order by
                typed.updated_at desc nulls last,
                case when typed.updated_at is null then -typed.arrival else typed.arrival end desc,
                case when typed.updated_at is null then -typed.row_number else typed.row_number end desc
        ) as rank_of_key
    from typed
    cross join {{ ref('stg_run__clock') }} as clock
    where coalesce(typed.updated_at, typed.started_at) is null or coalesce(typed.updated_at, typed.started_at) <= clock.as_of_at
)

select
    visit_id,
    store_id,
    store_id_raw,
    lead_id,
    agent_id,
    started_at,
    ended_at,
    had_test_drive,
    had_write_up,
    result,
    updated_at,
    row_id,
    batch_id,
    line_number,
    arrival,
    row_number,
    source_system
from known
where rank_of_key = 1
