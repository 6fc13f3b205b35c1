with
loaded as (
    select
        {{ clean_text('files.store_id') }} as store_id,
        {{ clean_text('files.closed_on') }} as closed_on,
        {{ free_text('files.reason') }} as reason,
        {{ clean_text('files.updated_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'canonical__store_closures') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
)

select
    store_id,
    {{ to_date('closed_on') }} as closed_on,
    reason,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
