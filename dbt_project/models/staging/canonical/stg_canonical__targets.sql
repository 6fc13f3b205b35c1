with
loaded as (
    select
        {{ clean_text('files.store_id') }} as store_id,
        {{ clean_text('files.metric') }} as metric,
        {{ clean_text('files.period_start') }} as period_start,
        {{ clean_text('files.period_end') }} as period_end,
        {{ clean_text('files.value') }} as value,
        {{ clean_text('files.source_code') }} as source_code,
        {{ free_text('files.make') }} as make,
        {{ free_text('files.model') }} as model,
        {{ clean_text('files.updated_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'canonical__targets') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
)

select
    store_id,
    metric,
    {{ to_date('period_start') }} as period_start,
    {{ to_date('period_end') }} as period_end,
    {{ to_number('value') }} as value,
    source_code,
    make,
    model,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
