with
loaded as (
    select
        {{ clean_text('files.flow_id') }} as flow_id,
        {{ clean_text('files.flow_type') }} as flow_type,
        {{ clean_text('files.store_id') }} as store_id,
        {{ clean_text('files.lead_id') }} as lead_id,
        {{ clean_text('files.vin') }} as vin,
        {{ clean_text('files.started_at') }} as started_at,
        {{ clean_text('files.submitted_at') }} as submitted_at,
        {{ clean_text('files.abandoned_at') }} as abandoned_at,
        {{ clean_text('files.updated_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'canonical__digital_retailing_flows') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
)

select
    flow_id,
    flow_type,
    store_id,
    lead_id,
    upper(vin) as vin,
    started_at,
    submitted_at,
    abandoned_at,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
