{#- An order has arrived when the store's inventory shows its VIN in a status of stock or beyond. -#}
with
arrivals as (
    select
        episodes.store_id_raw,
        episodes.vin,
        min(states.changed_on) as arrived_on
    from {{ ref('int_units__states') }} as states
    inner join {{ ref('int_units__episodes') }} as episodes on states.inventory_unit_key = episodes.inventory_unit_key
    where episodes.vin is not null and states.status not in ('in_transit', 'unmapped', 'gone')
    group by episodes.store_id_raw, episodes.vin
)

select
    {{ event_key('inbound_unit', ['inbound.store_id_raw', 'inbound.order_number']) }} as inbound_unit_key,
    {{ store_key('inbound.store_id') }} as store_key,
    {{ vehicle_key('inbound.vin') }} as vehicle_key,
    {{ model_trim_key('inbound.make', 'inbound.model', 'inbound.trim') }} as model_trim_key,
    {{ lead_key('inbound.reserved_lead_id') }} as reserved_lead_key,
    inbound.store_id,
    inbound.order_number,
    inbound.vin,
    inbound.model_year,
    inbound.make,
    inbound.model,
    inbound.trim,
    inbound.eta_on,
    {{ week_of('inbound.eta_on') }} as eta_week,
    inbound.status,
    inbound.reserved_lead_id,
    arrivals.arrived_on,
    arrivals.arrived_on is not null as has_arrived,
    coalesce(arrivals.arrived_on is null and inbound.eta_on < clocks.as_of_date, false) as is_overdue,
    case when arrivals.arrived_on is null and inbound.eta_on is not null then greatest({{ days_between('inbound.eta_on', 'clocks.as_of_date') }}, 0) end
        as overdue_days,
    inbound.updated_at,
    inbound.source_system
from {{ ref('can_inbound_units') }} as inbound
inner join {{ ref('int_stores__clock') }} as clocks on inbound.store_id = clocks.store_id
left join arrivals on inbound.store_id_raw = arrivals.store_id_raw and inbound.vin = arrivals.vin
