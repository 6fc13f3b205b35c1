with
loaded as (
    select
        {{ clean_text('files.event_id') }} as event_id,
        {{ clean_text('files.occurred_at') }} as occurred_at,
        {{ clean_text('files.store_id') }} as store_id,
        {{ clean_text('files.session_id') }} as session_id,
        {{ clean_text('files.client_id') }} as client_id,
        {{ clean_text('files.event_name') }} as event_name,
        {{ clean_text('files.vin') }} as vin,
        {{ clean_text('files.page_url') }} as page_url,
        {{ free_text('files.page_type') }} as page_type,
        {{ clean_text('files.device') }} as device,
        {{ clean_text('files.utm_source') }} as utm_source,
        {{ clean_text('files.utm_medium') }} as utm_medium,
        {{ clean_text('files.utm_campaign') }} as utm_campaign,
        {{ clean_text('files.utm_content') }} as utm_content,
        {{ clean_text('files.utm_term') }} as utm_term,
        {{ clean_text('files.lead_id') }} as lead_id,
        {{ clean_text('files.is_bot') }} as is_bot,
        {{ clean_text('files.updated_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'canonical__web_events') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
)

select
    event_id,
    occurred_at,
    store_id,
    session_id,
    client_id,
    event_name,
    upper(vin) as vin,
    page_url,
    page_type,
    device,
    utm_source,
    utm_medium,
    utm_campaign,
    utm_content,
    utm_term,
    lead_id,
    {{ to_bool('is_bot') }} as is_bot,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
