-- Each unit in stock has its row on each day, also without a price or a comp; nothing else has one.
select
    coalesce(stock.unit_day_key, market.unit_day_key) as unit_day_key,
    stock.unit_day_key is null as is_extra
from {{ ref('fct_inventory_daily') }} as stock
full outer join {{ ref('fct_price_to_market_daily') }} as market on stock.unit_day_key = market.unit_day_key
where stock.unit_day_key is null or market.unit_day_key is null
