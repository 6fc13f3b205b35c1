with
loaded as (
    select
        {{ clean_text('files.provider') }} as provider,
        {{ clean_text('files.call_id') }} as call_id,
        {{ clean_text('files.store_id') }} as store_id,
        {{ clean_text('files.started_at') }} as started_at,
        {{ clean_text('files.tracking_number') }} as tracking_number,
        {{ clean_text('files.caller_number') }} as caller_number,
        {{ clean_text('files.direction') }} as direction,
        {{ clean_text('files.ring_seconds') }} as ring_seconds,
        {{ clean_text('files.talk_seconds') }} as talk_seconds,
        {{ clean_text('files.outcome') }} as outcome,
        {{ clean_text('files.source_code') }} as source_code,
        {{ clean_text('files.campaign_id') }} as campaign_id,
        {{ clean_text('files.agent_id') }} as agent_id,
        {{ clean_text('files.lead_id') }} as lead_id,
        {{ clean_text('files.recording_url') }} as recording_url,
        {{ clean_text('files.updated_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'canonical__calls') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
)

select
    provider,
    call_id,
    store_id,
    started_at,
    tracking_number,
    caller_number,
    direction,
    {{ to_int('ring_seconds') }} as ring_seconds,
    {{ to_int('talk_seconds') }} as talk_seconds,
    outcome,
    source_code,
    campaign_id,
    agent_id,
    lead_id,
    recording_url,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
