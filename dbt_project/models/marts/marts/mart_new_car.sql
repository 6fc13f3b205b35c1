with
today as (
    select supply.*
    from {{ ref('mart_days_supply') }} as supply
    inner join {{ ref('int_stores__clock') }} as clocks on supply.store_id = clocks.store_id and supply.as_of_date = clocks.as_of_date
    where supply.vehicle_class = 'new'
),

inbound as (
    select
        units.store_id,
        coalesce(units.make, 'unknown') as make,
        coalesce(units.model, 'unknown') as model,
        coalesce(units.trim, 'unknown') as trim,
        count(*) as inbound_units,
        sum(case when units.is_overdue then 1 else 0 end) as inbound_overdue,
        sum(case when units.eta_week = {{ week_of('clocks.as_of_date') }} and not units.is_overdue then 1 else 0 end) as inbound_this_week,
        sum(case when units.eta_week = {{ add_days(week_of('clocks.as_of_date'), 7) }} then 1 else 0 end) as inbound_next_week,
        sum(case when units.eta_week > {{ add_days(week_of('clocks.as_of_date'), 7) }} then 1 else 0 end) as inbound_later,
        sum(case when units.eta_on is null then 1 else 0 end) as inbound_without_eta,
        sum(case when units.reserved_lead_id is not null then 1 else 0 end) as inbound_reserved
    from {{ ref('fct_inbound_units') }} as units
    inner join {{ ref('int_stores__clock') }} as clocks on units.store_id = clocks.store_id
    where not units.has_arrived and lower(coalesce(units.status, '')) not in ('cancelled', 'canceled', 'arrived', 'delivered')
    group by units.store_id, coalesce(units.make, 'unknown'), coalesce(units.model, 'unknown'), coalesce(units.trim, 'unknown')
),

trades as (
    select
        sales.store_id,
        sales.make,
        sales.model,
        sales.trim,
        count(*) as dealer_trades_out_30d
    from {{ ref('fct_sales') }} as sales
    inner join {{ ref('int_stores__clock') }} as clocks on sales.store_id = clocks.store_id
    where
        sales.sale_type = 'dealer_trade'
        and sales.status in ('sold', 'delivered')
        and sales.vehicle_class = 'new'
        and sales.sale_date >= {{ add_days('clocks.as_of_date', '-' ~ param('days_supply_window_days', 'integer')) }}
        and sales.sale_date < clocks.as_of_date
    group by sales.store_id, sales.make, sales.model, sales.trim
),

incentives as (
    select
        stocked.store_id,
        stocked.make,
        stocked.model,
        count(distinct offers.offer_id) as active_incentives
    from today as stocked
    inner join {{ ref('int_stores__clock') }} as clocks on stocked.store_id = clocks.store_id
    inner join {{ ref('dim_offers') }} as offers
        on
            offers.is_current
            and lower(offers.offer_kind) = 'incentive'
            and (offers.valid_from_date is null or clocks.as_of_date >= offers.valid_from_date)
            and (offers.valid_to_date is null or clocks.as_of_date <= offers.valid_to_date)
            and {{ is_in_list('stocked.store_id', 'offers.stores') }}
            and {{ is_in_list('stocked.make', 'offers.makes') }}
            and {{ is_in_list('stocked.model', 'offers.models') }}
    group by stocked.store_id, stocked.make, stocked.model
),

models as (
    select
        store_id,
        make,
        model,
        trim
    from today
    union
    select
        store_id,
        make,
        model,
        trim
    from inbound
)

select
    models.store_id,
    clocks.as_of_date,
    models.make,
    models.model,
    models.trim,
    coalesce(today.units_in_stock, 0) as units_in_stock,
    coalesce(today.units_available, 0) as units_available,
    coalesce(today.retail_sold, 0) as retail_sold_30d,
    today.days_supply,
    today.status as supply_status,
    cast(coalesce(inbound.inbound_units, 0) as integer) as inbound_units,
    cast(coalesce(inbound.inbound_overdue, 0) as integer) as inbound_overdue,
    cast(coalesce(inbound.inbound_this_week, 0) as integer) as inbound_this_week,
    cast(coalesce(inbound.inbound_next_week, 0) as integer) as inbound_next_week,
    cast(coalesce(inbound.inbound_later, 0) as integer) as inbound_later,
    cast(coalesce(inbound.inbound_without_eta, 0) as integer) as inbound_without_eta,
    cast(coalesce(inbound.inbound_reserved, 0) as integer) as inbound_reserved,
    cast(coalesce(trades.dealer_trades_out_30d, 0) as integer) as dealer_trades_out_30d,
    cast(coalesce(incentives.active_incentives, 0) as integer) as active_incentives,
    {{ ratio(
        '(coalesce(today.units_in_stock, 0) + coalesce(inbound.inbound_units, 0)) * today.window_days', 'today.retail_sold'
    ) }} as days_supply_with_inbound
from models
inner join {{ ref('int_stores__clock') }} as clocks on models.store_id = clocks.store_id
left join today
    on models.store_id = today.store_id and models.make = today.make and models.model = today.model and models.trim = today.trim
left join inbound
    on models.store_id = inbound.store_id and models.make = inbound.make and models.model = inbound.model and models.trim = inbound.trim
left join trades
    on models.store_id = trades.store_id and models.make = trades.make and models.model = trades.model and models.trim = trades.trim
left join incentives
    on models.store_id = incentives.store_id and models.make = incentives.make and models.model = incentives.model
