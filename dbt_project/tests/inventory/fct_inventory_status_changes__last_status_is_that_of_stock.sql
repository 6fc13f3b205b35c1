-- Movement and stock are one story: the units whose last change put them into stock are those in stock at as_of, no more, no fewer.
with
last_changes as (
    select
        changes.inventory_unit_key,
        changes.to_status,
        row_number() over (partition by changes.inventory_unit_key order by changes.change_number desc) as rank_from_last
    from {{ ref('fct_inventory_status_changes') }} as changes
),

by_changes as (
    select last_changes.inventory_unit_key
    from last_changes
    inner join {{ ref('dim_inventory_statuses') }} as statuses on last_changes.to_status = statuses.status
    where last_changes.rank_from_last = 1 and statuses.is_in_stock
),

by_stock as (
    select stock.inventory_unit_key
    from {{ ref('fct_inventory_daily') }} as stock
    inner join {{ ref('int_stores__clock') }} as clocks on stock.store_id = clocks.store_id and stock.stock_date = clocks.as_of_date
)

select coalesce(by_changes.inventory_unit_key, by_stock.inventory_unit_key) as inventory_unit_key
from by_changes
full outer join by_stock on by_changes.inventory_unit_key = by_stock.inventory_unit_key
where by_changes.inventory_unit_key is null or by_stock.inventory_unit_key is null
