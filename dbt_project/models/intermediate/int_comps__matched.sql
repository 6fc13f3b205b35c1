{#-
    Which comps stand beside which unit, and when. Comps: same make, model, class and (where the unit has one) trim; model year ± 1;
    mileage within ± 20 % of the unit's (skipped for new); not the unit's own VIN; edges included, in whole and decimal
    numbers, so that no edge is lost to floating point. A used comp or unit without mileage matches nothing. A comp with a dma
    counts only for stores of that dma or without one.
    Both sides are cut into months for the join, and a pair counts in the month in which it begins; a comp stands once under its
    trim and once under any. Without both every unit of a model would be tried against every observation of that model in the
    whole history.
-#}
with
tolerances as (
    select
        {{ param('comp_year_tolerance', 'bigint') }} as years,
        {{ param('comp_mileage_tolerance', 'decimal(9, 4)') }} as mileage_share
),

months as (
    select distinct {{ month_of('calendar_date') }} as month_start_date from {{ ref('int_dates__calendar') }}
),

units as (
    select
        spans.*,
        months.month_start_date,
        clocks.timezone,
        lower(stores.dma) as store_dma,
        spans.mileage * tolerances.mileage_share as mileage_tolerance,
        tolerances.years,
        coalesce('=' || spans.trim, 'any') as trim_asked
    from {{ ref('int_prices__spans') }} as spans
    inner join {{ ref('int_stores__clock') }} as clocks on spans.store_id = clocks.store_id
    left join {{ ref('can_stores') }} as stores on spans.store_id = stores.store_id
    inner join months on months.month_start_date between {{ month_of('spans.from_on') }} and spans.to_on
    cross join tolerances
),

comps_of_months as (
    select
        spans.*,
        months.month_start_date
    from {{ ref('int_comps__spans') }} as spans
    inner join months on months.month_start_date between {{ month_of('spans.from_on') }} and spans.to_on
),

comps as (
    select
        comps_of_months.*,
        '=' || trim as trim_asked
    from comps_of_months
    where trim is not null
    union all
    select
        comps_of_months.*,
        'any' as trim_asked
    from comps_of_months
)

select
    units.inventory_unit_key,
    units.span_number,
    units.store_id,
    units.vin as unit_vin,
    units.trusted_price,
    units.to_on as unit_to_on,
    comps.comp_id,
    comps.span_number as comp_span_number,
    greatest(units.from_on, comps.from_on) as from_on,
    least(units.to_on, comps.to_on) as to_on,
    comps.price as comp_price,
    comps.model_year as comp_model_year,
    comps.trim as comp_trim,
    comps.mileage as comp_mileage,
    comps.vin as comp_vin,
    comps.url
from units
inner join comps
    on
        units.make = comps.make
        and units.model = comps.model
        and units.vehicle_class = comps.vehicle_class
        and units.timezone = comps.timezone
        and units.month_start_date = comps.month_start_date
        and units.trim_asked = comps.trim_asked
where
    units.from_on <= comps.to_on
    and comps.from_on <= units.to_on
    and {{ month_of('greatest(units.from_on, comps.from_on)') }} = units.month_start_date
    and abs(units.model_year - comps.model_year) <= units.years
    and (units.vehicle_class = 'new' or abs(units.mileage - comps.mileage) <= units.mileage_tolerance)
    and (units.vin is null or comps.vin is null or units.vin <> comps.vin)
    and (comps.dma is null or units.store_dma is null or comps.dma = units.store_dma)
