-- Every sale that has happened by the store's local date, with the opportunity that brought it, where one did.
select
    sales.sale_key,
    sales.store_id,
    sales.store_id_raw,
    sales.deal_number,
    sales.sale_date,
    sales.vin,
    sales.stock_number,
    sales.delivered_at,
    {{ start_of_local_day('sales.sale_date', 'clock.timezone') }} as sold_at,
    sales.salesperson_agent_id as agent_id,
    sales.customer_id,
    deals.source_system,
    coalesce(sales.front_gross, 0) as front_gross,
    coalesce(sales.back_gross, 0) as back_gross,
    matched.opportunity_key,
    matched.shopper_id,
    matched.match_kind
from {{ ref('int_sales__retail') }} as sales
inner join {{ ref('int_stores__clock') }} as clock on sales.store_id = clock.store_id
inner join {{ ref('int_sales__matched') }} as matched
    on sales.store_id_raw = matched.store_id_raw and sales.deal_number = matched.deal_number
inner join {{ ref('int_sales__deals') }} as deals on sales.sale_key = deals.sale_key
where sales.sale_date <= clock.as_of_date
