select
    {{ event_key('quote', ['quotes.quote_id']) }} as quote_key,
    {{ store_key("coalesce(quotes.store_id, leads.store_id, 'unknown')") }} as store_key,
    {{ lead_key('leads.lead_id') }} as lead_key,
    coalesce(opportunities.opportunity_key, {{ opportunity_key('null') }}) as opportunity_key,
    {{ vehicle_key('quotes.vin') }} as vehicle_key,
    {{ event_key('offer', ['quotes.offer_id']) }} as offer_key,
    coalesce(quotes.store_id, leads.store_id, 'unknown') as store_id,
    quotes.vin,
    quotes.stock_number,
    quotes.offer_id,
    quotes.presented_at,
    {{ local_date('quotes.presented_at', 'clock.timezone') }} as quote_date,
    quotes.amount,
    quotes.source_system
from {{ ref('can_quotes') }} as quotes
left join {{ ref('int_leads__classified') }} as leads on quotes.lead_id = leads.lead_id
inner join {{ ref('int_stores__clock') }} as clock on coalesce(quotes.store_id, leads.store_id, 'unknown') = clock.store_id
left join {{ ref('int_opportunities__leads') }} as opportunities on quotes.lead_id = opportunities.lead_id
