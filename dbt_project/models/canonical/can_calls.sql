with
staged as (
    {{ staged_rows('calls') }}
),

typed as (
    select
        staged.provider,
        staged.call_id,
        coalesce(stores.store_id, 'unknown') as store_id,
        staged.store_id as store_id_raw,
        {{ to_utc('staged.started_at', "coalesce(stores.timezone, 'UTC')") }} as started_at,
        staged.tracking_number,
        staged.caller_number,
        {{ canonical_value('staged.direction', 'direction') }} as direction,
        staged.direction as direction_raw,
        staged.ring_seconds,
        staged.talk_seconds,
        {{ canonical_value('staged.outcome', 'call_outcome') }} as outcome,
        staged.outcome as outcome_raw,
        case when staged.source_code is null then 'unknown' else coalesce(source_store.source_code, source_any.source_code, 'unmapped') end as source_code,
        coalesce(source_store.channel_group, source_any.channel_group, 'unknown') as channel_group,
        staged.source_code as source_raw,
        staged.campaign_id,
        staged.agent_id,
        staged.lead_id,
        staged.recording_url,
        {{ to_utc('staged.updated_at', "coalesce(stores.timezone, 'UTC')") }} as updated_at,
        staged.batch_id || ':' || cast(staged.row_number as varchar) as row_id,
        staged.batch_id,
        staged.line_number,
        staged.arrival,
        staged.row_number,
        staged.source_system
    from staged
    left join {{ ref('can_stores') }} as stores on staged.store_id = stores.store_id
    left join {{ ref('ref_lead_source_map') }} as source_store
        on lower(staged.source_code) = source_store.raw_value and staged.store_id = source_store.store_id
    left join {{ ref('ref_lead_source_map') }} as source_any
        on lower(staged.source_code) = source_any.raw_value and source_any.store_id = '*'
),

known as (
    select
        typed.*,
        row_number() over (
            partition by typed.provider, typed.call_id
            order by
                typed.updated_at desc nulls last, typed.arrival desc, typed.row_number desc
        ) as rank_of_key
    from typed
    cross join {{ ref('stg_run__clock') }} as clock
    where coalesce(typed.updated_at, typed.started_at) is null or coalesce(typed.updated_at, typed.started_at) <= clock.as_of_at
)

select
    provider,
    call_id,
    store_id,
    store_id_raw,
    started_at,
    tracking_number,
    caller_number,
    direction,
    direction_raw,
    ring_seconds,
    talk_seconds,
    outcome,
    outcome_raw,
    source_code,
    channel_group,
    source_raw,
    campaign_id,
    agent_id,
    lead_id,
    recording_url,
    updated_at,
    row_id,
    batch_id,
    line_number,
    arrival,
    row_number,
    source_system
from known
where rank_of_key = 1
