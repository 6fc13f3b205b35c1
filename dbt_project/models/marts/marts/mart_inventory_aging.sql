with
units as (
    select
        store_id,
        stock_date,
        vehicle_class,
        coalesce(make, 'unknown') as make,
        coalesce(model, 'unknown') as model,
        days_in_stock,
        {{ aging_bucket('days_in_stock') }} as bucket
    from {{ ref('fct_inventory_daily') }}
)

select
    store_id,
    stock_date as as_of_date,
    vehicle_class,
    make,
    model,
    bucket,
    cast(count(*) as integer) as units,
    cast(sum(days_in_stock) as bigint) as total_days_in_stock,
    cast(sum(case when days_in_stock > {{ param('aged_threshold_days', 'integer') }} then 1 else 0 end) as integer) as aged_units
from units
group by store_id, stock_date, vehicle_class, make, model, bucket
