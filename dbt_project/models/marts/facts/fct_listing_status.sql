with
starts as (
    select
        observed.*,
        lead(observed.observed_at) over (partition by observed.inventory_unit_key, observed.channel order by observed.observed_at) as valid_to_at
    from {{ ref('int_listings__observed') }} as observed
    where observed.previous_status is null or observed.previous_status <> observed.status
)

select
    {{ event_key('listing_status', ['starts.inventory_unit_key', 'starts.channel', 'starts.observed_at']) }} as listing_status_key,
    starts.inventory_unit_key,
    {{ store_key('episodes.store_id') }} as store_key,
    {{ vehicle_key('episodes.vin') }} as vehicle_key,
    episodes.store_id,
    episodes.stock_number,
    episodes.vin,
    starts.channel,
    starts.status,
    starts.observed_at as valid_from_at,
    starts.valid_to_at,
    starts.valid_to_at is null as is_current,
    starts.displayed_price,
    starts.photo_count,
    starts.url,
    starts.source_system
from starts
inner join {{ ref('int_units__episodes') }} as episodes on starts.inventory_unit_key = episodes.inventory_unit_key
