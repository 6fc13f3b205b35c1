-- Two cars cannot stand under one stock number on one day: the second would be counted as stock that does not exist.
-- A warning: a store may reuse a number before its list says so, and that must not stop the run.
{{ config(severity='warn') }}
select
    store_key,
    stock_number,
    stock_date,
    count(*) as unit_days
from {{ ref('fct_inventory_daily') }}
where store_id <> 'unknown' and stock_number is not null
group by store_key, stock_number, stock_date
having count(*) > 1
