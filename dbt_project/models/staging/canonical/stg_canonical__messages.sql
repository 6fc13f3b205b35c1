with
loaded as (
    select
        {{ clean_text('files.message_id') }} as message_id,
        {{ clean_text('files.lead_id') }} as lead_id,
        {{ clean_text('files.customer_id') }} as customer_id,
        {{ clean_text('files.store_id') }} as store_id,
        {{ clean_text('files.message_type') }} as message_type,
        {{ clean_text('files.channel') }} as channel,
        {{ clean_text('files.sent_at') }} as sent_at,
        {{ clean_text('files.offer_id') }} as offer_id,
        {{ clean_text('files.is_automated') }} as is_automated,
        {{ clean_text('files.updated_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'canonical__messages') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
)

select
    message_id,
    lead_id,
    customer_id,
    store_id,
    message_type,
    channel,
    sent_at,
    offer_id,
    {{ to_bool('is_automated') }} as is_automated,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
