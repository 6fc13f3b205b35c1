{#-
    A unit's market on each day in stock. Count, sum, cheaper and equal all add up, so it is enough to note each comp when it comes
    and when it goes, and to add up over the days: the days need not be multiplied with the comps. Decimals, hence exact.
-#}
with
moves as (
    select
        inventory_unit_key,
        span_number,
        from_on as move_on,
        1 as direction,
        comp_price,
        trusted_price
    from {{ ref('int_comps__matched') }}

    union all

    select
        inventory_unit_key,
        span_number,
        {{ add_days('to_on', 1) }} as move_on,
        -1 as direction,
        comp_price,
        trusted_price
    from {{ ref('int_comps__matched') }}
    where to_on < unit_to_on
),

moves_of_day as (
    select
        inventory_unit_key,
        span_number,
        move_on,
        sum(direction) as comps,
        sum(direction * comp_price) as price_sum,
        sum(case when comp_price < trusted_price then direction else 0 end) as cheaper,
        sum(case when comp_price = trusted_price then direction else 0 end) as equal
    from moves
    group by inventory_unit_key, span_number, move_on
)

select
    spans.inventory_unit_key,
    spans.store_id,
    spans.vehicle_class,
    days.calendar_date as stock_date,
    spans.trusted_price,
    cast(coalesce(sum(moves_of_day.comps) over standing, 0) as bigint) as comp_count,
    cast(coalesce(sum(moves_of_day.price_sum) over standing, 0) as decimal(18, 4)) as comp_price_sum,
    cast(coalesce(sum(moves_of_day.cheaper) over standing, 0) as bigint) as cheaper_comps,
    cast(coalesce(sum(moves_of_day.equal) over standing, 0) as bigint) as equal_comps
from {{ ref('int_prices__spans') }} as spans
inner join {{ ref('int_dates__calendar') }} as days on days.calendar_date between spans.from_on and spans.to_on
left join moves_of_day
    on
        spans.inventory_unit_key = moves_of_day.inventory_unit_key
        and spans.span_number = moves_of_day.span_number
        and days.calendar_date = moves_of_day.move_on
window
    standing as (
        partition by spans.inventory_unit_key, spans.span_number
        order by days.calendar_date
        rows between unbounded preceding and current row
    )
