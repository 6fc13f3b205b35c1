-- An event that names a contact and no customer keeps the unknown member here; int_customers__consented finds whom it concerns.
select
    {{ event_key('consent_event', ['event_id']) }} as consent_event_key,
    {{ customer_key('customer_id') }} as customer_key,
    {{ event_key('comm_channel', ["case channel when 'call' then 'phone' else coalesce(channel, 'unknown') end"]) }} as comm_channel_key,
    channel,
    status,
    occurred_at,
    {{ without_contacts('system') }} as consent_system,
    customer_id is null as is_by_contact,
    source_system
from {{ ref('can_consent_events') }}
