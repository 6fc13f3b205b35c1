-- Interactions without a lead that is known keep the unknown member: the lead may arrive later.
select
    {{ event_key('interaction', ['interactions.interaction_id']) }} as interaction_key,
    {{ store_key("coalesce(leads.store_id, 'unknown')") }} as store_key,
    {{ lead_key('leads.lead_id') }} as lead_key,
    coalesce(opportunities.opportunity_key, {{ opportunity_key('null') }}) as opportunity_key,
    {{ agent_key('interactions.agent_id') }} as agent_key,
    {{ event_key('comm_channel', ["coalesce(interactions.channel, 'unknown')"]) }} as comm_channel_key,
    case
        when calls.call_id is not null then {{ event_key('call', ['calls.provider', 'calls.call_id']) }}
    end as call_key,
    coalesce(leads.store_id, 'unknown') as store_id,
    interactions.agent_id,
    interactions.channel,
    interactions.direction,
    interactions.kind,
    interactions.occurred_at,
    case when coalesce(calls.is_answered, false) then calls.answered_at else interactions.occurred_at end as event_at,
    {{ local_date('interactions.occurred_at', "coalesce(leads.timezone, 'UTC')") }} as interaction_date,
    interactions.duration_seconds,
    coalesce(interactions.is_two_way, false) or coalesce(calls.is_answered_inbound, false) as is_two_way,
    (interactions.direction = 'outbound' and coalesce(interactions.kind, 'unknown') = 'human_personalised')
    or coalesce(calls.is_answered_inbound, false) as is_human_response,
    coalesce(interactions.kind, 'unknown') in ('automated_response', 'bot', 'system', 'human_template') as is_automated,
    {{ without_contacts('interactions.template_id') }} as template_id,
    {{ without_contacts('interactions.outcome') }} as outcome,
    interactions.source_system
from {{ ref('can_lead_interactions') }} as interactions
left join {{ ref('int_leads__classified') }} as leads on interactions.lead_id = leads.lead_id
left join {{ ref('int_opportunities__leads') }} as opportunities on interactions.lead_id = opportunities.lead_id
left join {{ ref('int_calls__linked') }} as calls on interactions.interaction_id = calls.interaction_id
