{#- When a unit came into stock: the first moment at which its status was one of stock. The clock of the merchandising deadlines. -#}
select
    states.inventory_unit_key,
    min(states.changed_at) as stock_in_at
from {{ ref('int_units__states') }} as states
inner join {{ ref('ref_inventory_statuses') }} as statuses on states.status = statuses.status and statuses.is_in_stock
group by states.inventory_unit_key
