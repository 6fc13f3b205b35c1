-- Turn and gross tell of the same sales: per store, month and class the counts are equal.
with
gross as (
    select
        store_id,
        month,
        vehicle_class,
        sum(retail_sold) as sold
    from {{ ref('mart_gross') }}
    group by store_id, month, vehicle_class
)

select
    coalesce(turn.store_id, gross.store_id) as store_id,
    coalesce(turn.month, gross.month) as month,
    turn.retail_sold as in_turn,
    gross.sold as in_gross
from {{ ref('mart_turn') }} as turn
full outer join gross on turn.store_id = gross.store_id and turn.month = gross.month and turn.vehicle_class = gross.vehicle_class
where coalesce(turn.retail_sold, 0) <> coalesce(gross.sold, 0)
