with
loaded as (
    select
        {{ clean_text('files.interaction_id') }} as interaction_id,
        {{ clean_text('files.lead_id') }} as lead_id,
        {{ clean_text('files.agent_id') }} as agent_id,
        {{ clean_text('files.channel') }} as channel,
        {{ clean_text('files.direction') }} as direction,
        {{ clean_text('files.occurred_at') }} as occurred_at,
        {{ clean_text('files.duration_seconds') }} as duration_seconds,
        {{ clean_text('files.kind') }} as kind,
        {{ clean_text('files.is_two_way') }} as is_two_way,
        {{ clean_text('files.template_id') }} as template_id,
        {{ clean_text('files.outcome') }} as outcome,
        {{ clean_text('files.call_id') }} as call_id,
        {{ clean_text('files.updated_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'canonical__lead_interactions') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
)

select
    interaction_id,
    lead_id,
    agent_id,
    channel,
    direction,
    occurred_at,
    {{ to_int('duration_seconds') }} as duration_seconds,
    kind,
    {{ to_bool('is_two_way') }} as is_two_way,
    template_id,
    outcome,
    call_id,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
