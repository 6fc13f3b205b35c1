with
loaded as (
    select
        {{ clean_text('files.assignment_id') }} as assignment_id,
        {{ clean_text('files.lead_id') }} as lead_id,
        {{ clean_text('files.agent_id') }} as agent_id,
        {{ free_text('files.queue') }} as queue,
        {{ clean_text('files.assigned_at') }} as assigned_at,
        {{ clean_text('files.released_at') }} as released_at,
        {{ clean_text('files.reason') }} as reason,
        {{ clean_text('files.updated_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'canonical__lead_assignments') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
)

select
    assignment_id,
    lead_id,
    agent_id,
    queue,
    assigned_at,
    released_at,
    reason,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
