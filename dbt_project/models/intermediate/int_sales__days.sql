{#-
    The store-local days on which a retail sale stands in the trailing window behind days' supply: "contract dates in
    [as_of_date − window_days, as_of_date − 1]". A sale that was unwound stands until the day before unwound_on: effect dates
    are the deal's own, so a past day shows what held on it.
-#}
with
parameters as (
    select {{ param('days_supply_window_days', 'integer') }} as window_days
)

select
    deals.sale_key,
    deals.store_id,
    days.calendar_date as as_of_date,
    parameters.window_days,
    deals.vehicle_class,
    deals.make,
    deals.model,
    deals.trim
from {{ ref('int_sales__deals') }} as deals
cross join parameters
inner join {{ ref('int_stores__clock') }} as clocks on deals.store_id = clocks.store_id
inner join {{ ref('int_dates__calendar') }} as days
    on days.calendar_date between {{ add_days('deals.sale_date', 1) }} and {{ add_days('deals.sale_date', 'parameters.window_days') }}
where
    deals.was_sold
    and deals.is_retail
    and days.calendar_date <= clocks.as_of_date
    and (deals.unwound_effective_on is null or days.calendar_date < deals.unwound_effective_on)
