-- An opportunity may have bought twice: it counts once as sold, and its gross is the sum.
select
    opportunity_key,
    count(*) as sales,
    min(sale_date) as sold_on,
    sum(front_gross) as front_gross,
    sum(back_gross) as back_gross
from {{ ref('int_sales__credited') }}
where opportunity_key is not null
group by opportunity_key
