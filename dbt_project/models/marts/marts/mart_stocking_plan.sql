with
today as (
    select supply.*
    from {{ ref('mart_days_supply') }} as supply
    inner join {{ ref('int_stores__clock') }} as clocks on supply.store_id = clocks.store_id and supply.as_of_date = clocks.as_of_date
),

sales as (
    select
        sales.store_id,
        sales.vehicle_class,
        sales.make,
        sales.model,
        sales.trim,
        count(*) as sold_90d
    from {{ ref('fct_sales') }} as sales
    inner join {{ ref('int_stores__clock') }} as clocks on sales.store_id = clocks.store_id
    where
        sales.is_retail_sale
        and sales.sale_date < clocks.as_of_date
        and sales.sale_date >= {{ add_days('clocks.as_of_date', '-' ~ param('stocking_window_days', 'integer')) }}
    group by sales.store_id, sales.vehicle_class, sales.make, sales.model, sales.trim
),

stock as (
    select
        daily.store_id,
        daily.vehicle_class,
        coalesce(daily.make, 'unknown') as make,
        coalesce(daily.model, 'unknown') as model,
        coalesce(daily.trim, 'unknown') as trim,
        count(*) as unit_days
    from {{ ref('fct_inventory_daily') }} as daily
    inner join {{ ref('int_stores__clock') }} as clocks on daily.store_id = clocks.store_id
    where
        daily.stock_date < clocks.as_of_date
        and daily.stock_date >= {{ add_days('clocks.as_of_date', '-' ~ param('stocking_window_days', 'integer')) }}
    group by
        daily.store_id, daily.vehicle_class, coalesce(daily.make, 'unknown'), coalesce(daily.model, 'unknown'),
        coalesce(daily.trim, 'unknown')
),

planned as (
    select
        today.*,
        coalesce(sales.sold_90d, 0) as sold_90d,
        {{ ratio('coalesce(sales.sold_90d, 0) * 365', 'stock.unit_days') }} as turn_annualised,
        -- Half what the last month sold, half what a month of the longer window sold.
        0.5 * today.retail_sold * 30 / today.window_days
        + 0.5 * coalesce(sales.sold_90d, 0) * 30 / {{ param('stocking_window_days') }} as demand_forecast_30d
    from today
    left join sales
        on
            today.store_id = sales.store_id and today.vehicle_class = sales.vehicle_class and today.make = sales.make
            and today.model = sales.model and today.trim = sales.trim
    left join stock
        on
            today.store_id = stock.store_id and today.vehicle_class = stock.vehicle_class and today.make = stock.make
            and today.model = stock.model and today.trim = stock.trim
)

select
    store_id,
    as_of_date,
    vehicle_class,
    make,
    model,
    trim,
    units_in_stock,
    retail_sold as sold_30d,
    cast(sold_90d as integer) as sold_90d,
    days_supply,
    status as supply_status,
    turn_annualised,
    cast(demand_forecast_30d as double) as demand_forecast_30d,
    case
        when units_in_stock > 0 and sold_90d = 0 and retail_sold = 0 then 'reduce'
        when status = 'over' then 'reduce'
        when status = 'under' and demand_forecast_30d > units_in_stock then 'buy'
        else 'hold'
    end as recommended_action,
    case
        when units_in_stock > 0 and sold_90d = 0 and retail_sold = 0 then 'nothing sold in the longer window'
        when status = 'over' then 'days supply above its band'
        when status = 'under' and units_in_stock = 0 then 'sells and none in stock'
        when status = 'under' and demand_forecast_30d > units_in_stock then 'days supply below its band'
        when status = 'under' then 'below its band, yet stock covers the forecast'
        when status = 'no_sales' then 'nothing sold in the window'
        else 'days supply within its band'
    end as reasons,
    cast(row_number() over (
        partition by store_id, vehicle_class
        order by demand_forecast_30d - units_in_stock desc, make, model asc, trim asc
    ) as integer) as priority
from planned
