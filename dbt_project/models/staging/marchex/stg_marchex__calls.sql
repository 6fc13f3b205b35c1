-- Call Analytics and Marketing Edge name the same things differently. Their `duration` counts from the first ring.
with
loaded as (
    select
        {{ clean_text('files.call_id') }} as call_id,
        {{ clean_text('coalesce(files.acct, files.account)') }} as account_id,
        {{ clean_text('files.call_start') }} as started_at,
        {{ clean_text('files.call_status') }} as status,
        {{ clean_text('files.dna_class') }} as dna_class,
        {{ vendor_bool('files.inbound') }} as is_inbound,
        {{ clean_text('files.tracking_number') }} as tracking_number,
        {{ clean_text('files.caller_number') }} as caller_number,
        {{ clean_text('files.duration') }} as duration_seconds,
        {{ clean_text('files.ring_duration') }} as ring_seconds,
        {{ clean_text('files.c_name') }} as source_name,
        {{ clean_text('files.ad_id') }} as ad_id,
        {{ clean_text('files.agent_email') }} as agent_email,
        {{ clean_text('files.recording_url') }} as recording_url,
        {{ answer_at('clock.as_of_at', 'ledger.file', 'ledger.file_modified_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'marchex__calls') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
    cross join {{ ref('stg_run__clock') }} as clock

    union all

    select
        {{ clean_text('files.id') }} as call_id,
        {{ clean_text('coalesce(files.group_id, files.organization_id, files.account)') }} as account_id,
        {{ clean_text('files.start_time') }} as started_at,
        {{ clean_text('files.answer_status') }} as status,
        null as dna_class,
        lower(files.call_type) not like '%outbound%' as is_inbound,
        {{ clean_text('files.tracking_number') }} as tracking_number,
        {{ clean_text('files.caller_number') }} as caller_number,
        {{ clean_text('files.call_duration') }} as duration_seconds,
        {{ clean_text('files.ring_duration') }} as ring_seconds,
        {{ clean_text('files.number_name') }} as source_name,
        {{ clean_text('files.number_id') }} as ad_id,
        null as agent_email,
        null as recording_url,
        {{ answer_at('clock.as_of_at', 'ledger.file', 'ledger.file_modified_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'marchex__edge_calls') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
    cross join {{ ref('stg_run__clock') }} as clock
),

judged as (
    select
        loaded.*,
        case
            when lower(dna_class) like '%voicemail%' or lower(status) like '%voicemail%' then 'voicemail'
            when lower(status) in ('answered', 'connected', 'completed', 'complete', 'ok') then 'answered'
            when lower(status) in ('abandoned', 'hangup', 'hung up', 'caller hangup', 'canceled', 'cancelled') then 'abandoned'
            when lower(status) in ('missed', 'no answer', 'no_answer', 'noanswer', 'not answered', 'unanswered', 'busy', 'failed') then 'missed'
            else status
        end as outcome
    from loaded
)

select
    'marchex' as provider,
    call_id,
    account_id as store_id,
    {{ vendor_moment('started_at', 'Z') }} as started_at,
    tracking_number,
    caller_number,
    case when is_inbound = false then 'outbound' else 'inbound' end as direction,
    {{ vendor_int('ring_seconds') }} as ring_seconds,
    case
        when outcome = 'answered'
            then greatest({{ vendor_int('duration_seconds') }} - coalesce({{ vendor_int('ring_seconds') }}, 0), 0)
    end as talk_seconds,
    outcome,
    source_name as source_code,
    cast(null as varchar) as campaign_id,
    cast(null as varchar) as agent_id,
    cast(null as varchar) as lead_id,
    recording_url,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system,
    ad_id,
    lower(agent_email) as agent_email
from judged
