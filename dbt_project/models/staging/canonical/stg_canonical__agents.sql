with
loaded as (
    select
        {{ clean_text('files.agent_id') }} as agent_id,
        {{ clean_text('files.store_id') }} as store_id,
        {{ clean_text('files.agent_name') }} as agent_name,
        {{ clean_text('files.email') }} as email,
        {{ free_text('files.role') }} as role,
        {{ free_text('files.team') }} as team,
        {{ clean_text('files.manager_agent_id') }} as manager_agent_id,
        {{ clean_text('files.backup_agent_id') }} as backup_agent_id,
        {{ clean_text('files.active_from') }} as active_from,
        {{ clean_text('files.active_to') }} as active_to,
        {{ clean_text('files.updated_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'canonical__agents') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
)

select
    agent_id,
    store_id,
    agent_name,
    email,
    role,
    team,
    manager_agent_id,
    backup_agent_id,
    {{ to_date('active_from') }} as active_from,
    {{ to_date('active_to') }} as active_to,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
