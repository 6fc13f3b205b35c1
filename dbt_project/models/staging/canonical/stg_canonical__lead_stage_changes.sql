with
loaded as (
    select
        {{ clean_text('files.change_id') }} as change_id,
        {{ clean_text('files.lead_id') }} as lead_id,
        {{ clean_text('files.from_stage') }} as from_stage,
        {{ clean_text('files.to_stage') }} as to_stage,
        {{ clean_text('files.disposition') }} as disposition,
        {{ free_text('files.reason') }} as reason,
        {{ clean_text('files.changed_at') }} as changed_at,
        {{ clean_text('files.agent_id') }} as agent_id,
        {{ clean_text('files.updated_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'canonical__lead_stage_changes') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
)

select
    change_id,
    lead_id,
    from_stage,
    to_stage,
    disposition,
    reason,
    changed_at,
    agent_id,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
