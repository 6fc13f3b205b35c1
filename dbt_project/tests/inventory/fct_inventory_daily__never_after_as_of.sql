-- History ends with the store's as_of date: a later day would show stock that nobody knows yet.
select
    stock.unit_day_key,
    stock.stock_date,
    clocks.as_of_date
from {{ ref('fct_inventory_daily') }} as stock
inner join {{ ref('int_stores__clock') }} as clocks on stock.store_id = clocks.store_id
where stock.stock_date > clocks.as_of_date
