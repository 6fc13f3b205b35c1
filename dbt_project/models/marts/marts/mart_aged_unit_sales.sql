{#- Both before pack. What a unit promised is its first price that can be believed, less cost and reconditioning as they stood then. -#}
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
)

select
    sales.sale_key,
    sales.store_id,
    sales.inventory_unit_key,
    sales.sale_date,
    sales.vehicle_class,
    last_days.days_in_stock,
    cast(first_prices.projected_gross as decimal(18, 4)) as projected_gross,
    cast(sales.front_gross as decimal(18, 4)) as realised_gross,
    coalesce(first_prices.projected_gross > 0 and sales.front_gross is not null, false) as has_projection
from {{ ref('fct_sales') }} as sales
inner join last_days on sales.inventory_unit_key = last_days.inventory_unit_key
left join first_prices on sales.inventory_unit_key = first_prices.inventory_unit_key and first_prices.price_number = 1
where sales.is_retail_sale and last_days.days_in_stock > {{ param('aged_threshold_days', 'integer') }}
