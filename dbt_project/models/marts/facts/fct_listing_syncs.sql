select
    {{ event_key('listing_sync', ['changes.inventory_unit_key', 'changes.channel', 'changes.change_type', 'changes.changed_at']) }} as listing_sync_key,
    changes.inventory_unit_key,
    {{ store_key('episodes.store_id') }} as store_key,
    {{ vehicle_key('episodes.vin') }} as vehicle_key,
    episodes.store_id,
    episodes.stock_number,
    episodes.vin,
    changes.channel,
    changes.change_type,
    changes.changed_at,
    changes.visible_at,
    changes.new_price,
    {{ seconds_between('changes.changed_at', 'coalesce(changes.visible_at, changes.replaced_at, clocks.as_of_at)') }} / 60.0 as lag_minutes,
    changes.visible_at is null and changes.replaced_at is null as is_still_stale
from {{ ref('int_listings__changes') }} as changes
inner join {{ ref('int_units__episodes') }} as episodes on changes.inventory_unit_key = episodes.inventory_unit_key
inner join {{ ref('int_stores__clock') }} as clocks on episodes.store_id = clocks.store_id
