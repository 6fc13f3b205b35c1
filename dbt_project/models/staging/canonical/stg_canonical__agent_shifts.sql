with
loaded as (
    select
        {{ clean_text('files.shift_id') }} as shift_id,
        {{ clean_text('files.agent_id') }} as agent_id,
        {{ clean_text('files.starts_at') }} as starts_at,
        {{ clean_text('files.ends_at') }} as ends_at,
        {{ clean_text('files.kind') }} as kind,
        {{ clean_text('files.updated_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'canonical__agent_shifts') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
)

select
    shift_id,
    agent_id,
    starts_at,
    ends_at,
    kind,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
