with
loaded as (
    select
        {{ clean_text('files.event_id') }} as event_id,
        {{ clean_text('files.customer_id') }} as customer_id,
        {{ clean_text('files.email') }} as email,
        {{ clean_text('files.phone') }} as phone,
        {{ clean_text('files.channel') }} as channel,
        {{ clean_text('files.status') }} as status,
        {{ clean_text('files.occurred_at') }} as occurred_at,
        {{ clean_text('files.system') }} as system,
        {{ clean_text('files.updated_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'canonical__consent_events') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
)

select
    event_id,
    customer_id,
    email,
    phone,
    channel,
    status,
    occurred_at,
    system,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
