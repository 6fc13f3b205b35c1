{#-
    What aged units kept of the gross they promised when they were first priced. Realised ÷ projected, both before pack; a unit
    without a projection above zero is counted and left out.
-#}
with
first_prices as (
    select
        inventory_unit_key,
        asking_price - cost - coalesce(recon_cost, 0) as projected_gross,
        row_number() over (partition by inventory_unit_key order by version_number) as price_number
    from {{ ref('dim_inventory_units') }}
    where asking_price > 0 and not is_price_suspect
),

last_days as (
    select
        inventory_unit_key,
        max(days_in_stock) as days_in_stock
    from {{ ref('fct_inventory_daily') }}
    group by inventory_unit_key
),

sold as (
    select
        sales.store_id,
        {{ month_of('sales.sale_date') }} as month,
        sales.vehicle_class,
        sales.front_gross,
        first_prices.projected_gross
    from {{ ref('fct_sales') }} as sales
    inner join last_days on sales.inventory_unit_key = last_days.inventory_unit_key
    left join first_prices on sales.inventory_unit_key = first_prices.inventory_unit_key and first_prices.price_number = 1
    where sales.is_retail_sale and last_days.days_in_stock > {{ param('aged_threshold_days', 'integer') }}
)

select
    store_id,
    month,
    vehicle_class,
    cast(count(*) as integer) as aged_units_sold,
    cast(sum(case when projected_gross > 0 and front_gross is not null then 0 else 1 end) as integer) as units_without_projection,
    cast(sum(case when projected_gross > 0 and front_gross is not null then projected_gross end) as decimal(18, 4)) as projected_gross,
    cast(sum(case when projected_gross > 0 then front_gross end) as decimal(18, 4)) as realised_gross,
    {{ ratio(
        'sum(case when projected_gross > 0 then front_gross end)',
        'sum(case when projected_gross > 0 and front_gross is not null then projected_gross end)'
    ) }} as gross_retention
from sold
group by store_id, month, vehicle_class
