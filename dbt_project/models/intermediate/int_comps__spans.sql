{#-
    The store-local days on which an observation of a comp stands. Fine print, "Price to market": last observed = the later of the
    observation's local date and last_seen_on, and lies in [as_of_date − 7, as_of_date]; price is the newest observation's.
    So an observation stands from its last day for 7 days more, until a newer one of the same comp replaces it. An observation's
    local date depends on the store's zone: one row per zone in use. Unchanged observations that follow each other are one span.
-#}
with
zones as (
    select distinct clocks.timezone
    from {{ ref('int_stores__clock') }} as clocks
    inner join {{ ref('int_stock__spans') }} as spans on clocks.store_id = spans.store_id
),

dated as (
    select
        zones.timezone,
        comps.comp_id,
        comps.observed_at,
        {{ local_date('comps.observed_at', 'zones.timezone') }} as observed_on,
        comps.last_seen_on,
        {{ market_class('comps.vehicle_class') }} as vehicle_class,
        comps.model_year,
        comps.make,
        comps.model,
        comps.trim,
        comps.mileage,
        comps.price,
        comps.vin,
        lower(comps.dma) as dma,
        comps.url
    from {{ ref('can_market_comps') }} as comps
    cross join zones
),

latest_of_day as (
    select
        dated.*,
        row_number() over (partition by timezone, comp_id, observed_on order by observed_at desc) as rank_of_day
    from dated
),

windows as (
    select
        latest_of_day.*,
        greatest(observed_on, coalesce(last_seen_on, observed_on)) as from_on,
        lead(observed_on) over (partition by timezone, comp_id order by observed_on) as next_on
    from latest_of_day
    where rank_of_day = 1
),

standing as (
    select
        windows.*,
        least(
            {{ add_days('from_on', param('comp_window_days', 'integer')) }},
            {{ add_days("coalesce(next_on, date '9999-12-31')", -1) }}
        ) as to_on
    from windows
),

compared as (
    select
        standing.*,
        case
            when
                from_on = {{ add_days('lag(to_on) over (partition by timezone, comp_id order by observed_on)', 1) }}
                {%- for column in ['vehicle_class', 'model_year', 'make', 'model', 'trim', 'mileage', 'price', 'vin', 'dma'] %}
                and {{ column }} is not distinct from lag({{ column }}) over (partition by timezone, comp_id order by observed_on)
                {%- endfor %}
                then 0
            else 1
        end as is_start
    from standing
    where from_on <= to_on and price > 0 and vehicle_class in ('new', 'used')
),

numbered as (
    select
        compared.*,
        sum(is_start) over (partition by timezone, comp_id order by observed_on rows between unbounded preceding and current row) as span_number
    from compared
)

select
    timezone,
    comp_id,
    cast(span_number as bigint) as span_number,
    vehicle_class,
    model_year,
    make,
    model,
    trim,
    mileage,
    price,
    vin,
    dma,
    max(url) as url,
    min(from_on) as from_on,
    max(to_on) as to_on
from numbered
group by timezone, comp_id, span_number, vehicle_class, model_year, make, model, trim, mileage, price, vin, dma
