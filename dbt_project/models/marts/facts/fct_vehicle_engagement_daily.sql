with
counted as (
    select
        inventory_unit_key,
        event_date,
        sum(case when event_name = 'srp_view' then 1 else 0 end) as srp_views,
        sum(case when event_name = 'vdp_view' then 1 else 0 end) as vdp_views,
        sum(case when event_name in ('form_submit', 'click_to_call', 'chat_start') then 1 else 0 end) as contact_events,
        sum(case when event_name not in ('srp_view', 'vdp_view', 'form_submit', 'click_to_call', 'chat_start') then 1 else 0 end) as other_events
    from {{ ref('int_engagement__events') }}
    group by inventory_unit_key, event_date
)

select
    {{ event_key('engagement_day', ['counted.inventory_unit_key', "'website'", 'counted.event_date']) }} as engagement_day_key,
    counted.inventory_unit_key,
    {{ store_key('episodes.store_id') }} as store_key,
    {{ vehicle_key('episodes.vin') }} as vehicle_key,
    episodes.store_id,
    episodes.stock_number,
    episodes.vin,
    -- The dealer's own site is the one channel that tells what shoppers do; marketplaces send leads.
    'website' as listing_channel,
    counted.event_date as engagement_date,
    cast(counted.srp_views as integer) as srp_views,
    cast(counted.vdp_views as integer) as vdp_views,
    cast(counted.contact_events as integer) as contact_events,
    cast(counted.other_events as integer) as other_events
from counted
inner join {{ ref('int_units__episodes') }} as episodes on counted.inventory_unit_key = episodes.inventory_unit_key
