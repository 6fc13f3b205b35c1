-- A unit stands once on a day: else stock is counted double in days' supply, aging and turn.
select
    inventory_unit_key,
    stock_date,
    count(*) as unit_days
from {{ ref('fct_inventory_daily') }}
group by inventory_unit_key, stock_date
having count(*) > 1
