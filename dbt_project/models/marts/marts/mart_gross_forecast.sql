{#-
    What a unit would gross if it sold so many days from now at a price that moves with its market, after the cost of holding it.
    The trend is the change of its market's average over the last 28 days; a unit without a market then and now is held flat.
    Without cost there is no projection.
-#}
with
units as (
    select
        stock.inventory_unit_key,
        stock.store_id,
        stock.stock_number,
        stock.vin,
        stock.stock_date as as_of_date,
        stock.vehicle_class,
        stock.asking_price,
        cast(stock.asking_price - stock.cost - coalesce(stock.recon_cost, 0) as double) as gross_now,
        cast(coalesce(stock.pack, 0) as double) as pack,
        case
            when today.comp_count >= {{ param('comp_minimum', 'integer') }} and earlier.comp_count >= {{ param('comp_minimum', 'integer') }}
                then {{ ratio('today.market_avg_price - earlier.market_avg_price', 'earlier.market_avg_price') }} / {{ param('market_trend_days') }}
            else 0
        end as market_trend_per_day
    from {{ ref('fct_inventory_daily') }} as stock
    inner join {{ ref('int_stores__clock') }} as clocks on stock.store_id = clocks.store_id and stock.stock_date = clocks.as_of_date
    left join {{ ref('fct_price_to_market_daily') }} as today on stock.unit_day_key = today.unit_day_key
    left join {{ ref('fct_price_to_market_daily') }} as earlier
        on
            stock.inventory_unit_key = earlier.inventory_unit_key
            and earlier.stock_date = {{ add_days('stock.stock_date', '-' ~ param('market_trend_days', 'integer')) }}
    where stock.asking_price > 0 and not stock.is_price_suspect
)

select
    units.inventory_unit_key,
    units.store_id,
    units.stock_number,
    units.vin,
    units.as_of_date,
    days.calendar_date as forecast_date,
    cast({{ days_between('units.as_of_date', 'days.calendar_date') }} as integer) as days_ahead,
    units.vehicle_class,
    units.asking_price,
    units.market_trend_per_day,
    cast(
        {{ param('holding_cost_per_day') }} - units.market_trend_per_day * cast(units.asking_price as double) as double
    ) as erosion_per_day,
    cast(
        units.gross_now
        - {{ days_between('units.as_of_date', 'days.calendar_date') }}
        * ({{ param('holding_cost_per_day') }} - units.market_trend_per_day * cast(units.asking_price as double)) as double
    ) as projected_gross_without_pack,
    cast(
        units.gross_now - units.pack
        - {{ days_between('units.as_of_date', 'days.calendar_date') }}
        * ({{ param('holding_cost_per_day') }} - units.market_trend_per_day * cast(units.asking_price as double)) as double
    ) as projected_gross_with_pack
from units
inner join {{ ref('dim_dates') }} as days
    on days.calendar_date between units.as_of_date and {{ add_days('units.as_of_date', param('forecast_days', 'integer')) }}
