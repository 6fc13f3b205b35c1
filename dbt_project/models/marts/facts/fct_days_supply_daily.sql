{#-
    A store's history begins with its first version or list: before it nothing is known of its stock, and a row with none in stock
    would claim that it was empty. A store that has no inventory at all keeps the rows of its sales.
-#}
with
first_closes as (
    select
        store_id,
        min(first_seen_on) as first_close_on
    from {{ ref('int_units__episodes') }}
    group by store_id
),

stock as (
    select
        store_id,
        stock_date as as_of_date,
        vehicle_class,
        coalesce(make, 'unknown') as make,
        coalesce(model, 'unknown') as model,
        coalesce(trim, 'unknown') as trim,
        count(*) as units_in_stock,
        sum(case when is_available then 1 else 0 end) as units_available
    from {{ ref('fct_inventory_daily') }}
    group by store_id, stock_date, vehicle_class, coalesce(make, 'unknown'), coalesce(model, 'unknown'), coalesce(trim, 'unknown')
),

sales as (
    select
        days.store_id,
        days.as_of_date,
        days.vehicle_class,
        days.make,
        days.model,
        days.trim,
        count(*) as retail_sold
    from {{ ref('int_sales__days') }} as days
    left join first_closes on days.store_id = first_closes.store_id
    where first_closes.first_close_on is null or days.as_of_date >= first_closes.first_close_on
    group by days.store_id, days.as_of_date, days.vehicle_class, days.make, days.model, days.trim
),

counted as (
    select
        coalesce(stock.store_id, sales.store_id) as store_id,
        coalesce(stock.as_of_date, sales.as_of_date) as as_of_date,
        coalesce(stock.vehicle_class, sales.vehicle_class) as vehicle_class,
        coalesce(stock.make, sales.make) as make,
        coalesce(stock.model, sales.model) as model,
        coalesce(stock.trim, sales.trim) as trim,
        coalesce(stock.units_in_stock, 0) as units_in_stock,
        coalesce(stock.units_available, 0) as units_available,
        coalesce(sales.retail_sold, 0) as retail_sold
    from stock
    full outer join sales
        on
            stock.store_id = sales.store_id
            and stock.as_of_date = sales.as_of_date
            and stock.vehicle_class = sales.vehicle_class
            and stock.make = sales.make
            and stock.model = sales.model
            and stock.trim = sales.trim
),

bands as (
    {{ threshold_bands('days_supply', 'counted', ['store_id', 'make', 'model', 'vehicle_class']) }}
),

judged as (
    select
        counted.store_id,
        counted.as_of_date,
        counted.vehicle_class,
        counted.make,
        counted.model,
        counted.trim,
        cast(counted.units_in_stock as integer) as units_in_stock,
        cast(counted.units_available as integer) as units_available,
        cast(counted.retail_sold as integer) as retail_sold,
        {{ param('days_supply_window_days', 'integer') }} as window_days,
        {{ ratio('counted.retail_sold', param('days_supply_window_days')) }} as avg_daily_retail_sales,
        {{ ratio('counted.units_in_stock * ' ~ param('days_supply_window_days'), 'counted.retail_sold') }} as days_supply,
        counted.retail_sold = 0 as has_no_sales,
        {{ days_supply_status('counted.units_in_stock', 'counted.retail_sold', 'bands.low', 'bands.high') }} as status,
        bands.low as threshold_low,
        bands.high as threshold_high
    from counted
    left join bands
        on
            counted.store_id = bands.store_id
            and counted.make = bands.make
            and counted.model = bands.model
            and counted.vehicle_class = bands.vehicle_class
),

-- A run of days with one status: a day without a row, or with another status, ends it.
followed as (
    select
        judged.*,
        lag(as_of_date) over (partition by store_id, vehicle_class, make, model, trim, status order by as_of_date) as previous_date,
        lead(as_of_date) over (partition by store_id, vehicle_class, make, model, trim, status order by as_of_date) as next_date
    from judged
)

select
    {{ event_key('model_day', ['store_id', 'as_of_date', 'vehicle_class', 'make', 'model', 'trim']) }} as model_day_key,
    {{ store_key('store_id') }} as store_key,
    {{ model_trim_key('make', 'model', 'trim') }} as model_trim_key,
    store_id,
    as_of_date,
    vehicle_class,
    make,
    model,
    trim,
    units_in_stock,
    units_available,
    retail_sold,
    window_days,
    avg_daily_retail_sales,
    days_supply,
    has_no_sales,
    status,
    max(case when previous_date is null or previous_date < {{ add_days('as_of_date', -1) }} then as_of_date end) over (
        partition by store_id, vehicle_class, make, model, trim, status
        order by as_of_date
        rows between unbounded preceding and current row
    ) as status_since_date,
    next_date is null or next_date > {{ add_days('as_of_date', 1) }} as is_last_day_of_status,
    threshold_low,
    threshold_high
from followed
