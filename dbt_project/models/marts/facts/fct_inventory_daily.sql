with
listed_days as (
    select distinct
        store_id_raw,
        snapshot_on
    from {{ ref('int_snapshots__guarded') }}
    where is_believed
)

select
    {{ event_key('unit_day', ['spans.inventory_unit_key', 'days.calendar_date']) }} as unit_day_key,
    spans.inventory_unit_key,
    {{ store_key('spans.store_id') }} as store_key,
    {{ vehicle_key('spans.vin') }} as vehicle_key,
    {{ model_trim_key('spans.make', 'spans.model', 'spans.trim') }} as model_trim_key,
    spans.store_id,
    spans.stock_number,
    spans.vin,
    days.calendar_date as stock_date,
    spans.status,
    -- A day on which the store sent no list says nothing about its stock: the day before is carried.
    spans.observation_kind = 'list' and listed_days.snapshot_on is null as is_carried,
    spans.is_available,
    spans.is_on_hold,
    spans.vehicle_class,
    spans.is_certified,
    spans.model_year,
    spans.make,
    spans.model,
    spans.trim,
    spans.mileage,
    spans.aging_start_on,
    spans.aging_basis,
    cast(greatest({{ days_between('spans.aging_start_on', 'days.calendar_date') }}, 0) as integer) as days_in_stock,
    spans.asking_price,
    spans.is_price_suspect,
    spans.msrp,
    spans.cost,
    spans.pack,
    spans.recon_cost,
    spans.acquisition_type,
    spans.title_status,
    spans.floor_plan_status,
    spans.arrived_at,
    spans.lot_ready_at
from {{ ref('int_stock__spans') }} as spans
inner join {{ ref('dim_dates') }} as days on days.calendar_date between spans.from_on and spans.to_on
left join listed_days on spans.store_id_raw = listed_days.store_id_raw and days.calendar_date = listed_days.snapshot_on
