with
loaded as (
    select
        {{ clean_text('files.visit_id') }} as visit_id,
        {{ clean_text('files.store_id') }} as store_id,
        {{ clean_text('files.lead_id') }} as lead_id,
        {{ clean_text('files.agent_id') }} as agent_id,
        {{ clean_text('files.started_at') }} as started_at,
        {{ clean_text('files.ended_at') }} as ended_at,
        {{ clean_text('files.had_test_drive') }} as had_test_drive,
        {{ clean_text('files.had_write_up') }} as had_write_up,
        {{ free_text('files.result') }} as result,
        {{ clean_text('files.updated_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'canonical__showroom_visits') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
)

select
    visit_id,
    store_id,
    lead_id,
    agent_id,
    started_at,
    ended_at,
    {{ to_bool('had_test_drive') }} as had_test_drive,
    {{ to_bool('had_write_up') }} as had_write_up,
    result,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
