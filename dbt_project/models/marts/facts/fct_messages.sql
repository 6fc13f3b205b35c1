select
    {{ event_key('message', ['messages.message_id']) }} as message_key,
    {{ store_key("coalesce(messages.store_id, leads.store_id, 'unknown')") }} as store_key,
    {{ lead_key('leads.lead_id') }} as lead_key,
    coalesce(opportunities.opportunity_key, {{ opportunity_key('null') }}) as opportunity_key,
    {{ customer_key('messages.customer_id') }} as customer_key,
    {{ event_key('offer', ['messages.offer_id']) }} as offer_key,
    {{ event_key('comm_channel', ['coalesce(' ~ canonical_value('messages.channel', 'channel') ~ ", 'unknown')"]) }} as comm_channel_key,
    coalesce(messages.store_id, leads.store_id, 'unknown') as store_id,
    messages.message_type,
    {{ without_contacts('lower(messages.channel)') }} as channel,
    messages.sent_at,
    messages.offer_id,
    coalesce(messages.is_automated, false) as is_automated,
    messages.source_system
from {{ ref('can_messages') }} as messages
left join {{ ref('int_leads__classified') }} as leads on messages.lead_id = leads.lead_id
left join {{ ref('int_opportunities__leads') }} as opportunities on messages.lead_id = opportunities.lead_id
