with
loaded as (
    select
        {{ clean_text('files.appointment_id') }} as appointment_id,
        {{ clean_text('files.lead_id') }} as lead_id,
        {{ clean_text('files.store_id') }} as store_id,
        {{ clean_text('files.agent_id') }} as agent_id,
        {{ clean_text('files.customer_id') }} as customer_id,
        {{ clean_text('files.vin') }} as vin,
        {{ clean_text('files.stock_number') }} as stock_number,
        {{ clean_text('files.set_at') }} as set_at,
        {{ clean_text('files.scheduled_at') }} as scheduled_at,
        {{ clean_text('files.confirmed_at') }} as confirmed_at,
        {{ clean_text('files.confirmation_channel') }} as confirmation_channel,
        {{ clean_text('files.shown_at') }} as shown_at,
        {{ clean_text('files.status') }} as status,
        {{ clean_text('files.no_show_reason') }} as no_show_reason,
        {{ clean_text('files.rescheduled_from_id') }} as rescheduled_from_id,
        {{ clean_text('files.test_drive_at') }} as test_drive_at,
        {{ clean_text('files.updated_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'canonical__appointments') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
)

select
    appointment_id,
    lead_id,
    store_id,
    agent_id,
    customer_id,
    upper(vin) as vin,
    stock_number,
    set_at,
    scheduled_at,
    confirmed_at,
    confirmation_channel,
    shown_at,
    status,
    no_show_reason,
    rescheduled_from_id,
    test_drive_at,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
