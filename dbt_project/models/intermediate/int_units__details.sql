{#-
    The columns of a unit as one row of its source said them, in the marts' terms: class `new` or `used` (rule 1).
    Price guard: a price outside 0.5–2 × MSRP, where both are known, is suspect and stays out of every price figure.
-#}
with
rows_of_sources as (
    select
        row_id,
        vehicle_class,
        model_year,
        make,
        model,
        trim,
        body_style,
        exterior_color,
        interior_color,
        mileage,
        acquisition_type,
        acquired_on,
        wholesaled_on,
        arrived_at,
        lot_ready_at,
        asking_price,
        msrp,
        cost,
        pack,
        recon_cost,
        is_on_hold,
        title_status,
        floor_plan_status,
        eta_on,
        source_system
    from {{ ref('can_inventory_unit_versions') }}

    union all

    select
        snapshots.row_id,
        snapshots.vehicle_class,
        snapshots.model_year,
        snapshots.make,
        snapshots.model,
        snapshots.trim,
        snapshots.body_style,
        snapshots.exterior_color,
        snapshots.interior_color,
        snapshots.mileage,
        snapshots.acquisition_type,
        snapshots.acquired_on,
        snapshots.wholesaled_on,
        snapshots.arrived_at,
        snapshots.lot_ready_at,
        snapshots.asking_price,
        snapshots.msrp,
        snapshots.cost,
        snapshots.pack,
        snapshots.recon_cost,
        snapshots.is_on_hold,
        snapshots.title_status,
        snapshots.floor_plan_status,
        snapshots.eta_on,
        snapshots.source_system
    from {{ ref('can_inventory_snapshots') }} as snapshots
    inner join {{ ref('int_snapshots__placed') }} as placed on snapshots.row_id = placed.row_id
)

select
    row_id,
    {{ market_class('vehicle_class') }} as vehicle_class,
    coalesce(vehicle_class = 'certified', false) as is_certified,
    coalesce(vehicle_class = 'demo', false) as is_demo,
    model_year,
    make,
    model,
    trim,
    body_style,
    exterior_color,
    interior_color,
    mileage,
    acquisition_type,
    acquired_on,
    wholesaled_on,
    arrived_at,
    lot_ready_at,
    asking_price,
    msrp,
    coalesce(
        msrp > 0 and (
            asking_price < msrp * {{ param('price_guard_low', 'decimal(9, 4)') }}
            or asking_price > msrp * {{ param('price_guard_high', 'decimal(9, 4)') }}
        ),
        false
    ) as is_price_suspect,
    cost,
    pack,
    recon_cost,
    is_on_hold,
    title_status,
    floor_plan_status,
    eta_on,
    source_system
from rows_of_sources
