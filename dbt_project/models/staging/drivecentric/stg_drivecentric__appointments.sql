with
loaded as (
    select
        {{ clean_text('files.identifiers_crmid') }} as deal_id,
        {{ clean_text('files.stage') }} as stage,
        {{ clean_text('files.source_type') }} as source_type,
        {{ clean_text('files.source_description') }} as source_description,
        {{ clean_text('files.salesperson1_id') }} as user_id,
        {{ clean_text('files.createddate') }} as created_at,
        {{ clean_text('files.modifieddate') }} as modified_at,
        {{ clean_text('files.account') }} as account_id,
        {{ file_moment('ledger.file', 'least(ledger.file_modified_at, clock.as_of_at)', 'Z') }} as answered_at,
        files._batch_id,
        files._dlt_load_id,
        files._row_number,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'drivecentric__deals') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
    cross join {{ ref('stg_run__clock') }} as clock
),

told as (
    select
        loaded.*,
        {{ clean_text('bookings.type') }} as appointment_type,
        {{ vendor_moment(clean_text('bookings.appointmentdate')) }} as scheduled_at,
        bookings._row_number as appointment_number
    from loaded
    inner join {{ source('raw', 'drivecentric__appointments') }} as bookings on {{ is_of_record('bookings', 'loaded') }}
),

seen as (
    select
        told.*,
        min(answered_at) over (partition by deal_id, scheduled_at) as first_seen_at,
        row_number() over (partition by batch_id, row_number, deal_id, scheduled_at order by appointment_number) as rank_of_copy
    from told
    where scheduled_at is not null
)

select
    'drivecentric:' || deal_id || ':' || scheduled_at as appointment_id,
    'drivecentric:' || deal_id as lead_id,
    account_id as store_id,
    'drivecentric:' || user_id as agent_id,
    cast(null as varchar) as customer_id,
    cast(null as varchar) as vin,
    cast(null as varchar) as stock_number,
    first_seen_at as set_at,
    scheduled_at,
    cast(null as varchar) as confirmed_at,
    cast(null as varchar) as confirmation_channel,
    cast(null as varchar) as shown_at,
    'set' as status,
    cast(null as varchar) as no_show_reason,
    cast(null as varchar) as rescheduled_from_id,
    cast(null as varchar) as test_drive_at,
    coalesce({{ vendor_moment('modified_at', 'Z') }}, answered_at) as updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from seen
where rank_of_copy = 1
