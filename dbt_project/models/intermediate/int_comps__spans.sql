{#-
    The store-local days on which an observation of a comp stands. Fine print, "Price to market": last observed = the later of the
    observation's local date and last_seen_on, and lies in [as_of_date − 7, as_of_date]; price is the newest observation's.
    So an observation stands from its last day for 7 days more, until a newer one of the same comp replaces it. An observation's
    local date depends on the store's zone: one row per zone in use. Unchanged observations that follow each other are one span.
    Only what some store of the zone can compare itself with is kept: its models, its dma. That is asked last, when the newest
    observation has been found: a newer one that fits nobody still replaces the older.
-#}
with
stocked as (
    select distinct
        clocks.timezone,
        lower(stores.dma) as store_dma,
        spans.make,
        spans.model,
        spans.vehicle_class
    from {{ ref('int_prices__spans') }} as spans
    inner join {{ ref('int_stores__clock') }} as clocks on spans.store_id = clocks.store_id
    left join {{ ref('can_stores') }} as stores on spans.store_id = stores.store_id
),

zones as (
    select distinct timezone from stocked
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

windows as (
    select
        dated.*,
        greatest(observed_on, coalesce(last_seen_on, observed_on)) as from_on,
        lead(observed_on) over (partition by timezone, comp_id order by observed_at) as next_on
    from dated
),

standing as (
    select
        windows.*,
        least(
            {{ add_days('from_on', param('comp_window_days', 'integer')) }},
            {{ add_days("coalesce(next_on, date '9999-12-31')", -1) }}
        ) as to_on
    from windows
    -- Several observations on one local day: the last one is the day's.
    where next_on is null or next_on > observed_on
),

fitting as (
    select distinct
        standing.timezone,
        standing.comp_id,
        standing.observed_on
    from standing
    inner join stocked
        on
            standing.timezone = stocked.timezone
            and standing.make = stocked.make
            and standing.model = stocked.model
            and standing.vehicle_class = stocked.vehicle_class
    where standing.dma is null or stocked.store_dma is null or standing.dma = stocked.store_dma
),

kept as (
    select standing.*
    from standing
    inner join fitting
        on standing.timezone = fitting.timezone and standing.comp_id = fitting.comp_id and standing.observed_on = fitting.observed_on
    where standing.from_on <= standing.to_on and standing.price > 0 and standing.vehicle_class in ('new', 'used')
),

compared as (
    select
        kept.*,
        case
            when
                {{ add_days('lag(to_on) over (partition by timezone, comp_id order by observed_on)', 1) }} = from_on
                {%- for column in ['vehicle_class', 'model_year', 'make', 'model', 'trim', 'mileage', 'price', 'vin', 'dma'] %}
                and (lag({{ column }}) over (partition by timezone, comp_id order by observed_on) is not distinct from {{ column }})
                {%- endfor %}
                then 0
            else 1
        end as is_start
    from kept
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
