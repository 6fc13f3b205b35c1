with
loaded as (
    select
        {{ clean_text('coalesce(files.event_id, files.id)') }} as call_id,
        {{ clean_text('files.received_at') }} as received_at,
        {{ clean_text('files.company_id') }} as company_id,
        {{ clean_text('files.company_name') }} as company_name,
        {{ clean_text('files.account') }} as account_id,
        {{ clean_text('files.start_time') }} as started_at,
        {{ clean_text('files.tracking_phone_number') }} as tracking_number,
        {{ clean_text('files.customer_phone_number') }} as caller_number,
        {{ clean_text('files.direction') }} as direction,
        {{ clean_text('files.call_type') }} as call_type,
        {{ to_bool('files.answered') }} as is_answered,
        {{ to_bool('files.voicemail') }} as is_voicemail,
        {{ clean_text('files.duration') }} as duration_seconds,
        {{ clean_text('files.source_name') }} as source_name,
        {{ clean_text('files.recording') }} as recording_url,
        {{ clean_text('files.agent_email') }} as agent_email,
        {{ answer_at('clock.as_of_at', 'ledger.file', 'ledger.file_modified_at') }} as answer_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'callrail__calls') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
    cross join {{ ref('stg_run__clock') }} as clock
)

select
    'callrail' as provider,
    call_id,
    cast(null as varchar) as store_id,
    started_at,
    tracking_number,
    caller_number,
    direction,
    case when not coalesce(is_answered, false) and not coalesce(is_voicemail, false) then {{ to_int('duration_seconds') }} end as ring_seconds,
    case when is_answered then {{ to_int('duration_seconds') }} end as talk_seconds,
    case
        when is_voicemail then 'voicemail'
        when is_answered then 'answered'
        when lower(call_type) = 'abandoned' then 'abandoned'
        else 'missed'
    end as outcome,
    source_name as source_code,
    cast(null as varchar) as campaign_id,
    cast(null as varchar) as agent_id,
    cast(null as varchar) as lead_id,
    recording_url,
    coalesce(received_at, answer_at) as updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system,
    company_id,
    company_name,
    account_id,
    lower(agent_email) as agent_email
from loaded
