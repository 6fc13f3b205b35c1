-- Caller numbers and recordings stay out: they are personal data.
with
links as (
    select
        provider,
        call_id,
        min(lead_id) as lead_id
    from {{ ref('int_calls__linked') }}
    group by provider, call_id
)

select
    {{ event_key('call', ['calls.provider', 'calls.call_id']) }} as call_key,
    {{ store_key('calls.store_id') }} as store_key,
    {{ lead_key('coalesce(calls.lead_id, links.lead_id)') }} as lead_key,
    coalesce(opportunities.opportunity_key, {{ opportunity_key('null') }}) as opportunity_key,
    {{ agent_key('calls.agent_id') }} as agent_key,
    {{ lead_source_key('calls.source_code') }} as lead_source_key,
    {{ campaign_key('campaigns.platform', 'case when campaigns.platform is not null then calls.campaign_id end') }} as campaign_key,
    {{ event_key('comm_channel', ["'phone'"]) }} as comm_channel_key,
    {{ event_key('tracking_number', ['calls.store_id', normalised_phone('calls.tracking_number')]) }} as tracking_number_key,
    calls.provider,
    calls.call_id,
    calls.store_id,
    calls.agent_id,
    calls.source_code as lead_source,
    calls.campaign_id,
    calls.started_at,
    {{ local_date('calls.started_at', 'clock.timezone') }} as call_date,
    {{ local_hour('calls.started_at', 'clock.timezone') }} as hour,
    calls.direction,
    calls.outcome,
    calls.ring_seconds,
    calls.talk_seconds,
    calls.outcome = 'answered' and coalesce(calls.talk_seconds, 0) >= {{ param('conversation_min_seconds') }} as is_conversation,
    -- How long it rang must be known: an unknown time is no reason to leave a call out of the rate.
    calls.outcome = 'abandoned' and coalesce(calls.ring_seconds <= {{ param('short_call_seconds') }}, false) as is_short_abandoned,
    coalesce(calls.lead_id, links.lead_id) is not null as is_linked,
    calls.recording_url is not null as has_recording,
    calls.updated_at,
    calls.source_system
from {{ ref('can_calls') }} as calls
inner join {{ ref('int_stores__clock') }} as clock on calls.store_id = clock.store_id
left join links on calls.provider = links.provider and calls.call_id = links.call_id
left join {{ ref('int_opportunities__leads') }} as opportunities on coalesce(calls.lead_id, links.lead_id) = opportunities.lead_id
left join {{ ref('int_ads__lead_campaigns') }} as campaigns
    on calls.campaign_id = campaigns.campaign_id and calls.source_code = campaigns.lead_source
