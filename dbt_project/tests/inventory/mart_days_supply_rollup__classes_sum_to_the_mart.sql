-- The store × class level is the mart at another grain: the same stock and the same sales.
with
detail as (
    select
        store_id,
        as_of_date,
        vehicle_class,
        sum(units_in_stock) as units,
        sum(retail_sold) as sold
    from {{ ref('mart_days_supply') }}
    group by store_id, as_of_date, vehicle_class
)

select
    detail.store_id,
    detail.as_of_date,
    detail.vehicle_class,
    detail.units,
    rolled.units_in_stock,
    detail.sold,
    rolled.retail_sold
from detail
left join {{ ref('mart_days_supply_rollup') }} as rolled
    on
        rolled.level = 'store_class'
        and detail.store_id = rolled.store_id
        and detail.as_of_date = rolled.as_of_date
        and detail.vehicle_class = rolled.vehicle_class
where rolled.store_id is null or detail.units <> rolled.units_in_stock or detail.sold <> rolled.retail_sold
