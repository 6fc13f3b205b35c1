-- An opportunity may have bought twice: it counts once as sold, and its gross is the sum.
select
    matched.opportunity_key,
    count(*) as sales,
    min(sales.sale_date) as sold_on,
    sum(coalesce(sales.front_gross, 0)) as front_gross,
    sum(coalesce(sales.back_gross, 0)) as back_gross
from {{ ref('int_sales__matched') }} as matched
inner join {{ ref('int_sales__retail') }} as sales
    on matched.store_id_raw = sales.store_id_raw and matched.deal_number = sales.deal_number
inner join {{ ref('int_stores__clock') }} as clock on sales.store_id = clock.store_id
where matched.opportunity_key is not null and sales.sale_date <= clock.as_of_date
group by matched.opportunity_key
