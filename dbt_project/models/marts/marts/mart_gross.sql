with
sales as (
    select
        sales.store_id,
        {{ month_of('sales.sale_date') }} as month,
        sales.vehicle_class,
        coalesce(opportunities.lead_source, 'unattributed') as lead_source,
        sales.front_gross,
        sales.pack,
        sales.back_gross
    from {{ ref('fct_sales') }} as sales
    left join {{ ref('int_sales__matched') }} as matched
        on sales.sale_key = {{ sale_key('matched.store_id_raw', 'matched.deal_number') }}
    left join {{ ref('fct_opportunities') }} as opportunities on matched.opportunity_key = opportunities.opportunity_key
    where sales.is_retail_sale
)

select
    store_id,
    month,
    vehicle_class,
    lead_source,
    cast(count(*) as integer) as retail_sold,
    cast(coalesce(sum(front_gross), 0) as decimal(18, 4)) as front_gross,
    cast(coalesce(sum(pack), 0) as decimal(18, 4)) as pack,
    cast(coalesce(sum(back_gross), 0) as decimal(18, 4)) as back_gross,
    {{ ratio('coalesce(sum(front_gross), 0)', 'count(*)') }} as gross_per_sold_without_pack,
    {{ ratio('coalesce(sum(front_gross), 0) - coalesce(sum(pack), 0)', 'count(*)') }} as gross_per_sold_with_pack
from sales
group by store_id, month, vehicle_class, lead_source
