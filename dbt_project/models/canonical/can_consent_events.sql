with
staged as (
    {{ staged_rows('consent_events') }}
),

typed as (
    select
        staged.event_id,
        staged.customer_id,
        staged.email,
        staged.phone,
        {{ canonical_value('staged.channel', 'consent_channel') }} as channel,
        staged.channel as channel_raw,
        {{ canonical_value('staged.status', 'consent_status') }} as status,
        staged.status as status_raw,
        {{ to_utc('staged.occurred_at', "coalesce(stores.timezone, 'UTC')") }} as occurred_at,
        staged.system,
        {{ to_utc('staged.updated_at', "coalesce(stores.timezone, 'UTC')") }} as updated_at,
        staged.batch_id || ':' || cast(staged.row_number as varchar) as row_id,
        staged.batch_id,
        staged.line_number,
        staged.arrival,
        staged.row_number,
        staged.source_system
    from staged
    left join {{ ref('can_customers') }} as customers on staged.customer_id = customers.customer_id
    left join {{ ref('can_stores') }} as stores on customers.store_id = stores.store_id
),

known as (
    select
        typed.*,
        row_number() over (
            partition by typed.event_id
            order by
                typed.updated_at desc nulls last,
                case when typed.updated_at is null then -typed.arrival else typed.arrival end desc,
                case when typed.updated_at is null then -typed.row_number else typed.row_number end desc
        ) as rank_of_key
    from typed
    cross join {{ ref('stg_run__clock') }} as clock
    where coalesce(typed.updated_at, typed.occurred_at) is null or coalesce(typed.updated_at, typed.occurred_at) <= clock.as_of_at
)

select
    event_id,
    customer_id,
    email,
    phone,
    channel,
    channel_raw,
    status,
    status_raw,
    occurred_at,
    system,
    updated_at,
    row_id,
    batch_id,
    line_number,
    arrival,
    row_number,
    source_system
from known
where rank_of_key = 1
