with
loaded as (
    select
        {{ clean_text('files.quote_id') }} as quote_id,
        {{ clean_text('files.lead_id') }} as lead_id,
        {{ clean_text('files.store_id') }} as store_id,
        {{ clean_text('files.vin') }} as vin,
        {{ clean_text('files.stock_number') }} as stock_number,
        {{ clean_text('files.amount') }} as amount,
        {{ clean_text('files.offer_id') }} as offer_id,
        {{ clean_text('files.presented_at') }} as presented_at,
        {{ clean_text('files.updated_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'canonical__quotes') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
)

select
    quote_id,
    lead_id,
    store_id,
    upper(vin) as vin,
    stock_number,
    {{ to_number('amount') }} as amount,
    offer_id,
    presented_at,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
