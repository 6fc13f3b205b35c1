with
staged as (
    {{ staged_rows('targets') }}
),

typed as (
    select
        coalesce(stores.store_id, 'unknown') as store_id,
        staged.store_id as store_id_raw,
        staged.metric,
        staged.period_start,
        staged.period_end,
        staged.value,
        case when staged.source_code is null then 'unknown' else coalesce(source_store.source_code, source_any.source_code, 'unmapped') end as source_code,
        coalesce(source_store.channel_group, source_any.channel_group, 'unknown') as channel_group,
        staged.source_code as source_raw,
        staged.make,
        staged.model,
        {{ to_utc('staged.updated_at', "coalesce(stores.timezone, 'UTC')") }} as updated_at,
        staged.batch_id || ':' || cast(staged.row_number as varchar) as row_id,
        staged.batch_id,
        staged.line_number,
        staged.arrival,
        staged.row_number,
        staged.source_system
    from staged
    left join {{ ref('can_stores') }} as stores on staged.store_id = stores.store_id
    left join {{ ref('ref_lead_source_map') }} as source_store
        on lower(staged.source_code) = source_store.raw_value and staged.store_id = source_store.store_id
    left join {{ ref('ref_lead_source_map') }} as source_any
        on lower(staged.source_code) = source_any.raw_value and source_any.store_id = '*'
),

known as (
    select
        typed.*,
        row_number() over (
            partition by typed.store_id_raw, typed.metric, typed.period_start
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
    metric,
    period_start,
    period_end,
    value,
    source_code,
    channel_group,
    source_raw,
    make,
    model,
    updated_at,
    row_id,
    batch_id,
    line_number,
    arrival,
    row_number,
    source_system
from known
where rank_of_key = 1
