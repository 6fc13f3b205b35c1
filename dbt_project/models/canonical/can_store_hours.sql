with
staged as (
    {{ staged_rows('store_hours') }}
),

typed as (
    select
        coalesce(stores.store_id, 'unknown') as store_id,
        staged.store_id as store_id_raw,
        staged.weekday,
        staged.opens_at,
        staged.closes_at,
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
            partition by typed.store_id_raw, typed.weekday
            order by
                typed.updated_at desc nulls last,
                case when typed.updated_at is null then -typed.arrival else typed.arrival end desc,
                case when typed.updated_at is null then -typed.row_number else typed.row_number end desc
        ) as rank_of_key
    from typed
    cross join {{ ref('stg_run__clock') }} as clock
    where typed.updated_at is null or typed.updated_at <= clock.as_of_at
)

select
    store_id,
    store_id_raw,
    weekday,
    opens_at,
    closes_at,
    updated_at,
    row_id,
    batch_id,
    line_number,
    arrival,
    row_number,
    source_system
from known
where rank_of_key = 1
