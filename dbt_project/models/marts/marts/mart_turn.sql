{#-
    Fine print: a month's average is over the days with a close. A store closes each local day from the first version or list
    of any of its units on, the as_of date included; a class that had no unit on such a day closed with none.
-#}
with
store_days as (
    select
        store_id,
        min(first_seen_on) as first_close_on
    from {{ ref('int_units__episodes') }}
    group by store_id
),

stock as (
    select
        store_id,
        {{ month_of('stock_date') }} as month,
        vehicle_class,
        count(*) as unit_days
    from {{ ref('fct_inventory_daily') }}
    group by store_id, {{ month_of('stock_date') }}, vehicle_class
),

sales as (
    select
        store_id,
        {{ month_of('sale_date') }} as month,
        vehicle_class,
        count(*) as retail_sold
    from {{ ref('fct_sales') }}
    where is_retail_sale
    group by store_id, {{ month_of('sale_date') }}, vehicle_class
),

months as (
    select
        coalesce(stock.store_id, sales.store_id) as store_id,
        coalesce(stock.month, sales.month) as month,
        coalesce(stock.vehicle_class, sales.vehicle_class) as vehicle_class,
        coalesce(stock.unit_days, 0) as unit_days,
        coalesce(sales.retail_sold, 0) as retail_sold
    from stock
    full outer join sales
        on stock.store_id = sales.store_id and stock.month = sales.month and stock.vehicle_class = sales.vehicle_class
),

observed as (
    select
        months.*,
        coalesce(greatest({{ days_between(
            'greatest(months.month, store_days.first_close_on)',
            'least(' ~ month_of(add_days('months.month', 31)) ~ ', ' ~ add_days('clocks.as_of_date', 1) ~ ')'
        ) }}, 0), 0) as days_observed
    from months
    inner join {{ ref('int_stores__clock') }} as clocks on months.store_id = clocks.store_id
    left join store_days on months.store_id = store_days.store_id  -- noqa: ST11
)

select
    store_id,
    month,
    vehicle_class,
    cast(retail_sold as integer) as retail_sold,
    {{ ratio('unit_days', 'days_observed') }} as average_stock,
    {{ ratio('retail_sold * days_observed', 'unit_days') }} as turn,
    {{ ratio('retail_sold * 365', 'unit_days') }} as turn_annualised,
    cast(days_observed as integer) as days_observed
from observed
