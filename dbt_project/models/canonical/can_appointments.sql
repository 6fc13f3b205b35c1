with
staged as (
    {{ staged_rows('appointments') }}
),

typed as (
    select
        staged.appointment_id,
        staged.lead_id,
        coalesce(stores.store_id, 'unknown') as store_id,
        staged.store_id as store_id_raw,
        staged.agent_id,
        staged.customer_id,
        staged.vin,
        staged.stock_number,
        {{ to_utc('staged.set_at', "coalesce(stores.timezone, 'UTC')") }} as set_at,
        {{ to_utc('staged.scheduled_at', "coalesce(stores.timezone, 'UTC')") }} as scheduled_at,
        {{ to_utc('staged.confirmed_at', "coalesce(stores.timezone, 'UTC')") }} as confirmed_at,
        {{ canonical_value('staged.confirmation_channel', 'channel') }} as confirmation_channel,
        staged.confirmation_channel as confirmation_channel_raw,
        {{ to_utc('staged.shown_at', "coalesce(stores.timezone, 'UTC')") }} as shown_at,
        {{ canonical_value('staged.status', 'appointment_status') }} as status,
        staged.status as status_raw,
        {{ canonical_value('staged.no_show_reason', 'no_show_reason') }} as no_show_reason,
        staged.no_show_reason as no_show_reason_raw,
        staged.rescheduled_from_id,
        {{ to_utc('staged.test_drive_at', "coalesce(stores.timezone, 'UTC')") }} as test_drive_at,
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
            partition by typed.appointment_id
            order by
                typed.updated_at desc nulls last, typed.arrival desc, typed.row_number desc
        ) as rank_of_key
    from typed
    cross join {{ ref('stg_run__clock') }} as clock
    where typed.updated_at is null or typed.updated_at <= clock.as_of_at
)

select
    appointment_id,
    lead_id,
    store_id,
    store_id_raw,
    agent_id,
    customer_id,
    vin,
    stock_number,
    set_at,
    scheduled_at,
    confirmed_at,
    confirmation_channel,
    confirmation_channel_raw,
    shown_at,
    status,
    status_raw,
    no_show_reason,
    no_show_reason_raw,
    rescheduled_from_id,
    test_drive_at,
    updated_at,
    row_id,
    batch_id,
    line_number,
    arrival,
    row_number,
    source_system
from known
where rank_of_key = 1
