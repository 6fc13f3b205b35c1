with
loaded as (
    select
        {{ clean_text('files.task_id') }} as task_id,
        {{ clean_text('files.lead_id') }} as lead_id,
        {{ clean_text('files.agent_id') }} as agent_id,
        {{ clean_text('files.task_type') }} as task_type,
        {{ clean_text('files.created_at') }} as created_at,
        {{ clean_text('files.due_at') }} as due_at,
        {{ clean_text('files.completed_at') }} as completed_at,
        {{ clean_text('files.status') }} as status,
        {{ clean_text('files.updated_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'canonical__tasks') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
)

select
    task_id,
    lead_id,
    agent_id,
    task_type,
    created_at,
    due_at,
    completed_at,
    status,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
