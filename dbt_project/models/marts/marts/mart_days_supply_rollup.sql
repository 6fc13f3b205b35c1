{#- Recomputed from stock and sales at each level, not averaged. A group's day is complete when each of its stores has reached it. -#}
with
counts as (
    select
        supply.store_id,
        clocks.group_id,
        supply.as_of_date,
        supply.vehicle_class,
        supply.make,
        supply.model,
        supply.window_days,
        supply.units_in_stock,
        supply.units_available,
        supply.retail_sold
    from {{ ref('mart_days_supply') }} as supply
    inner join {{ ref('int_stores__clock') }} as clocks on supply.store_id = clocks.store_id
),

group_clocks as (
    select
        group_id,
        min(as_of_date) as as_of_date
    from {{ ref('int_stores__clock') }}
    group by group_id
),

levels as (
    select
        'store_class' as level,
        cast(null as varchar) as group_id,
        store_id,
        as_of_date,
        vehicle_class,
        cast(null as varchar) as make,
        cast(null as varchar) as model,
        window_days,
        units_in_stock,
        units_available,
        retail_sold,
        vehicle_class as band_class
    from counts

    union all

    select
        'store_make_model' as level,
        cast(null as varchar) as group_id,
        store_id,
        as_of_date,
        cast(null as varchar) as vehicle_class,
        make,
        model,
        window_days,
        units_in_stock,
        units_available,
        retail_sold,
        vehicle_class as band_class
    from counts

    union all

    select
        'group_class' as level,
        counts.group_id,
        cast(null as varchar) as store_id,
        counts.as_of_date,
        counts.vehicle_class,
        cast(null as varchar) as make,
        cast(null as varchar) as model,
        counts.window_days,
        counts.units_in_stock,
        counts.units_available,
        counts.retail_sold,
        counts.vehicle_class as band_class
    from counts
    inner join group_clocks on counts.group_id = group_clocks.group_id and counts.as_of_date <= group_clocks.as_of_date
),

summed as (
    select
        level,
        group_id,
        store_id,
        as_of_date,
        vehicle_class,
        make,
        model,
        window_days,
        sum(units_in_stock) as units_in_stock,
        sum(units_available) as units_available,
        sum(retail_sold) as retail_sold,
        coalesce(store_id, '*') as band_store,
        coalesce(make, '*') as band_make,
        coalesce(model, '*') as band_model,
        -- A model that is stocked new and used has no class of its own: the class that most of it is judges it.
        case
            when
                sum(case when band_class = 'new' then units_in_stock + retail_sold else 0 end)
                > sum(case when band_class = 'used' then units_in_stock + retail_sold else 0 end) then 'new'
            else 'used'
        end as band_class
    from levels
    group by level, group_id, store_id, as_of_date, vehicle_class, make, model, window_days
),

asked as (
    select
        band_store as store_id,
        band_make as make,
        band_model as model,
        band_class as vehicle_class
    from summed
),

bands as (
    {{ threshold_bands('days_supply', 'asked', ['store_id', 'make', 'model', 'vehicle_class']) }}
)

select
    summed.level,
    summed.group_id,
    summed.store_id,
    summed.as_of_date,
    summed.vehicle_class,
    summed.make,
    summed.model,
    cast(null as varchar) as trim,
    cast(summed.units_in_stock as integer) as units_in_stock,
    cast(summed.units_available as integer) as units_available,
    cast(summed.retail_sold as integer) as retail_sold,
    summed.window_days,
    {{ ratio('summed.retail_sold', 'summed.window_days') }} as avg_daily_retail_sales,
    {{ ratio('summed.units_in_stock * summed.window_days', 'summed.retail_sold') }} as days_supply,
    summed.retail_sold = 0 as has_no_sales,
    {{ days_supply_status('summed.units_in_stock', 'summed.retail_sold', 'bands.low', 'bands.high') }} as status
from summed
left join bands
    on
        summed.band_store = bands.store_id
        and summed.band_make = bands.make
        and summed.band_model = bands.model
        and summed.band_class = bands.vehicle_class
