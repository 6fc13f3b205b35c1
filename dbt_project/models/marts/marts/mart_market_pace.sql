select
    vehicle_class,
    coalesce(make, 'unknown') as make,
    coalesce(model, 'unknown') as model,
    {{ month_of('last_seen_on') }} as month,
    cast(count(*) as bigint) as listings_gone,
    cast(sum(days_listed) as bigint) as total_days_to_move,
    {{ median('days_listed') }} as median_days_to_move,
    cast(count(case when last_price < first_price then 1 end) as bigint) as listings_marked_down
from {{ ref('fct_market_listings') }}
where is_gone
group by vehicle_class, coalesce(make, 'unknown'), coalesce(model, 'unknown'), {{ month_of('last_seen_on') }}
