with
ranked as (
    select
        versions.*,
        row_number() over (partition by versions.store_id_raw, versions.stock_number order by versions.version_number desc) as rank_from_latest
    from {{ ref('can_inventory_unit_versions') }} as versions
)

select
    store_id,
    store_id_raw,
    stock_number,
    vin,
    vehicle_class,
    vehicle_class_raw,
    model_year,
    make,
    model,
    trim,
    body_style,
    exterior_color,
    exterior_color_raw,
    interior_color,
    interior_color_raw,
    mileage,
    acquisition_type,
    acquisition_type_raw,
    acquired_on,
    wholesaled_on,
    arrived_at,
    lot_ready_at,
    status,
    status_raw,
    asking_price,
    msrp,
    cost,
    pack,
    recon_cost,
    is_on_hold,
    title_status,
    floor_plan_status,
    eta_on,
    updated_at,
    row_id,
    batch_id,
    line_number,
    arrival,
    row_number,
    source_system
from ranked
where rank_from_latest = 1
