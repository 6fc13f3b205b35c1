-- The comps listed beside a unit must give its market average: a reader who follows the comp links gets the published number.
with
today as (
    select
        stock.inventory_unit_key,
        stock.stock_date,
        stock.comp_count,
        stock.market_avg_price
    from {{ ref('fct_price_to_market_daily') }} as stock
    inner join {{ ref('int_stores__clock') }} as clocks on stock.store_id = clocks.store_id and stock.stock_date = clocks.as_of_date
),

listed as (
    select
        today.inventory_unit_key,
        count(*) as comps,
        avg(comps.comp_price) as average
    from today
    inner join {{ ref('fct_market_comps') }} as comps
        on today.inventory_unit_key = comps.inventory_unit_key and today.stock_date between comps.from_on and comps.to_on
    group by today.inventory_unit_key
)

select
    today.inventory_unit_key,
    today.comp_count,
    listed.comps,
    today.market_avg_price,
    listed.average
from today
left join listed on today.inventory_unit_key = listed.inventory_unit_key
where today.comp_count <> coalesce(listed.comps, 0) or abs(today.market_avg_price - listed.average) > 0.000001 * listed.average
