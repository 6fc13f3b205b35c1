-- Two marts that count the same cars must agree on every store, day and class, and with the daily inventory below them.
with
supply as (
    select
        store_id,
        as_of_date,
        vehicle_class,
        sum(units_in_stock) as units
    from {{ ref('mart_days_supply') }}
    where units_in_stock > 0
    group by store_id, as_of_date, vehicle_class
),

aging as (
    select
        store_id,
        as_of_date,
        vehicle_class,
        sum(units) as units
    from {{ ref('mart_inventory_aging') }}
    group by store_id, as_of_date, vehicle_class
),

daily as (
    select
        store_id,
        stock_date,
        vehicle_class,
        count(*) as units
    from {{ ref('fct_inventory_daily') }}
    group by store_id, stock_date, vehicle_class
)

select
    coalesce(supply.store_id, aging.store_id, daily.store_id) as store_id,
    coalesce(supply.as_of_date, aging.as_of_date, daily.stock_date) as as_of_date,
    supply.units as in_supply,
    aging.units as in_aging,
    daily.units as in_daily
from supply
full outer join aging
    on supply.store_id = aging.store_id and supply.as_of_date = aging.as_of_date and supply.vehicle_class = aging.vehicle_class
full outer join daily
    on
        coalesce(supply.store_id, aging.store_id) = daily.store_id
        and coalesce(supply.as_of_date, aging.as_of_date) = daily.stock_date
        and coalesce(supply.vehicle_class, aging.vehicle_class) = daily.vehicle_class
where supply.units is null or aging.units is null or daily.units is null or supply.units <> aging.units or supply.units <> daily.units
