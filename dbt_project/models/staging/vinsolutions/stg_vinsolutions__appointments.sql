{#- A table: many rows are put together here, and several canonical models read it. -#}
{{ config(materialized='table') }}

{%- set changed = vendor_moment(clean_text('files.lastupdatedutcdate'), 'Z') -%}
with
loaded as (
    select
        {{ clean_text('files.appointmentid') }} as appointment_id,
        {{ clean_text('files.customerid') }} as customer_id,
        {{ clean_text('files.leadid') }} as lead_id,
        {{ clean_text('files.assignedtouserid') }} as user_id,
        {{ clean_text('files.appointmentstartutcdate') }} as starts_at,
        {{ clean_text('files.scheduledutcdate') }} as scheduled_at,
        {{ clean_text('files.confirmedutcdate') }} as confirmed_at,
        {{ clean_text('files.completedutcdate') }} as completed_at,
        {{ clean_text('files.appointmentstatus') }} as appointment_status,
        {{ clean_text('files.lastupdatedutcdate') }} as updated_at,
        coalesce({{ clean_text('files.dealerid') }}, {{ clean_text('files.account') }}) as dealer_id,
        {{ vendor_bool(clean_text('files.isshow')) }} as is_show,
        {{ vendor_bool(clean_text('files.isnoshow')) }} as is_no_show,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'vinsolutions__appointments') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
),

known as (
    {{ newest_vendor_rows('vinsolutions__appointments', ['files.appointmentid'], changed) }}
),

mapped as (
    select
        loaded.*,
        case
            when is_show then 'shown'
            when is_no_show then 'no_show'
            when {{ status_map_value('status_map') }} <> 'unmapped' then {{ status_map_value('status_map') }}
            when appointment_status is not null then appointment_status
            when confirmed_at is not null then 'confirmed'
            else 'set'
        end as status
    from loaded
    {{ join_status_map('status_map', 'appointment', 'loaded.appointment_status', 'loaded.source_system', 'loaded.dealer_id') }}
),

legs as (
    select
        known.appointmentid,
        lag(known.appointmentid) over (partition by known.leadid order by known.scheduledutcdate, known.appointmentid) as previous_id,
        lag(mapped.status) over (partition by known.leadid order by known.scheduledutcdate, known.appointmentid) as previous_status
    from known
    inner join mapped
        on known._batch_id = mapped.batch_id and known._row_number = mapped.row_number and known.appointmentid = mapped.appointment_id
    where known.leadid is not null
)

select
    'vinsolutions:' || mapped.appointment_id as appointment_id,
    'vinsolutions:' || nullif(mapped.lead_id, '0') as lead_id,
    mapped.dealer_id as store_id,
    'vinsolutions:' || mapped.user_id as agent_id,
    'vinsolutions:' || mapped.customer_id as customer_id,
    cast(null as varchar) as vin,
    cast(null as varchar) as stock_number,
    {{ vendor_moment('mapped.scheduled_at', 'Z') }} as set_at,
    {{ vendor_moment('mapped.starts_at', 'Z') }} as scheduled_at,
    {{ vendor_moment('mapped.confirmed_at', 'Z') }} as confirmed_at,
    cast(null as varchar) as confirmation_channel,
    case when mapped.is_show then {{ vendor_moment('mapped.completed_at', 'Z') }} end as shown_at,
    mapped.status,
    cast(null as varchar) as no_show_reason,
    case when legs.previous_status = 'rescheduled' then 'vinsolutions:' || legs.previous_id end as rescheduled_from_id,
    cast(null as varchar) as test_drive_at,
    {{ vendor_moment('mapped.updated_at', 'Z') }} as updated_at,
    mapped.arrival,
    mapped.row_number,
    mapped.line_number,
    mapped.batch_id,
    mapped.source_system
from mapped
left join legs on mapped.appointment_id = legs.appointmentid
