{#-
    Where two systems say different things of the same car, deal or customer, now. The system of record is the first of the two
    (decisions: the DMS for stock and price, the DMS for sales, the consent log for consent); the other is shown beside it.
-#}
with
units as (
    select
        units.store_id,
        units.stock_number,
        units.vin,
        units.asking_price,
        units.mileage,
        units.status,
        units.updated_at,
        units.source_system,
        statuses.is_in_stock
    from {{ ref('can_inventory_units') }} as units
    left join {{ ref('ref_inventory_statuses') }} as statuses on units.status = statuses.status
    where units.store_id <> 'unknown'
),

listed as (
    select
        snapshots.*,
        row_number() over (
            partition by snapshots.store_id, snapshots.stock_number order by snapshots.snapshot_at desc, snapshots.arrival desc, snapshots.row_number desc
        ) as rank_from_last
    from {{ ref('can_inventory_snapshots') }} as snapshots
    where snapshots.stock_number is not null
),

shown as (
    select
        listings.*,
        row_number() over (
            partition by listings.store_id, coalesce(listings.stock_number, listings.vin), listings.channel
            order by listings.observed_at desc, listings.arrival desc, listings.row_number desc
        ) as rank_from_last
    from {{ ref('can_listings') }} as listings
),

units_and_lists as (
    select
        units.store_id,
        units.stock_number,
        units.asking_price,
        units.mileage,
        units.vin,
        units.source_system,
        listed.source_system as other_system,
        listed.asking_price as other_price,
        listed.mileage as other_mileage,
        listed.vin as other_vin,
        listed.snapshot_at as observed_at
    from units
    inner join listed on units.store_id = listed.store_id and units.stock_number = listed.stock_number and listed.rank_from_last = 1
    where units.is_in_stock
),

units_and_listings as (
    select
        units.store_id,
        units.stock_number,
        units.asking_price,
        units.status,
        units.is_in_stock,
        units.source_system,
        shown.channel,
        shown.displayed_price,
        shown.observed_at
    from units
    inner join shown
        on
            units.store_id = shown.store_id
            and (units.stock_number = shown.stock_number or (shown.stock_number is null and units.vin = shown.vin))
            and shown.rank_from_last = 1
    where shown.status = 'live'
)

select
    store_id,
    'inventory_unit' as entity,
    stock_number as entity_id,
    'asking_price' as field,
    source_system || ' inventory_units' as record_system,
    cast(cast(asking_price as decimal(18, 2)) as varchar) as record_value,
    other_system || ' inventory_snapshots' as other_system,
    cast(cast(other_price as decimal(18, 2)) as varchar) as other_value,
    observed_at
from units_and_lists
where asking_price <> other_price

union all

select
    store_id,
    'inventory_unit' as entity,
    stock_number as entity_id,
    'mileage' as field,
    source_system || ' inventory_units' as record_system,
    cast(mileage as varchar) as record_value,
    other_system || ' inventory_snapshots' as other_system,
    cast(other_mileage as varchar) as other_value,
    observed_at
from units_and_lists
where mileage <> other_mileage

union all

select
    store_id,
    'inventory_unit' as entity,
    stock_number as entity_id,
    'vin' as field,
    source_system || ' inventory_units' as record_system,
    vin as record_value,
    other_system || ' inventory_snapshots' as other_system,
    other_vin as other_value,
    observed_at
from units_and_lists
where vin <> other_vin

union all

select
    store_id,
    'inventory_unit' as entity,
    stock_number as entity_id,
    'asking_price' as field,
    source_system || ' inventory_units' as record_system,
    cast(cast(asking_price as decimal(18, 2)) as varchar) as record_value,
    'listing on ' || channel as other_system,
    cast(cast(displayed_price as decimal(18, 2)) as varchar) as other_value,
    observed_at
from units_and_listings
where is_in_stock and asking_price <> displayed_price

union all

select
    store_id,
    'inventory_unit' as entity,
    stock_number as entity_id,
    'status' as field,
    source_system || ' inventory_units' as record_system,
    status as record_value,
    'listing on ' || channel as other_system,
    'live' as other_value,
    observed_at
from units_and_listings
where not is_in_stock and status in ('sold_not_delivered', 'delivered', 'wholesaled', 'traded_out')
