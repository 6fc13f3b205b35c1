with
loaded as (
    select
        {{ clean_text('files.store_id') }} as store_id,
        {{ free_text('files.store_name') }} as store_name,
        {{ clean_text('files.timezone') }} as timezone,
        {{ clean_text('files.group_id') }} as group_id,
        {{ free_text('files.group_name') }} as group_name,
        {{ free_text('files.brands') }} as brands,
        {{ free_text('files.dma') }} as dma,
        {{ clean_text('files.currency') }} as currency,
        {{ clean_text('files.org_type') }} as org_type,
        {{ clean_text('files.dealer_codes') }} as dealer_codes,
        {{ clean_text('files.updated_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'canonical__stores') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
)

select
    store_id,
    store_name,
    timezone,
    group_id,
    group_name,
    brands,
    dma,
    currency,
    org_type,
    dealer_codes,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
