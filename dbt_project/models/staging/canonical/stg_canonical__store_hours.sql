with
loaded as (
    select
        {{ clean_text('files.store_id') }} as store_id,
        {{ clean_text('files.weekday') }} as weekday,
        {{ clean_text('files.opens_at') }} as opens_at,
        {{ clean_text('files.closes_at') }} as closes_at,
        {{ clean_text('files.updated_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'canonical__store_hours') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
)

select
    store_id,
    {{ to_int('weekday') }} as weekday,
    opens_at,
    closes_at,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
