with
staged as (
    {{ staged_rows('inventory_units') }}
),

typed as (
    select
        coalesce(stores.store_id, 'unknown') as store_id,
        staged.store_id as store_id_raw,
        staged.stock_number,
        staged.vin,
        {{ canonical_value('staged.vehicle_class', 'vehicle_class') }} as vehicle_class,
        staged.vehicle_class as vehicle_class_raw,
        staged.model_year,
        coalesce(make_names.spelling, staged.make) as make,
        coalesce(model_names.spelling, staged.model) as model,
        coalesce(trim_names.spelling, staged.trim) as trim,
        staged.body_style,
        case when staged.exterior_color is not null then coalesce(exterior_map.color, 'unmapped') end as exterior_color,
        staged.exterior_color as exterior_color_raw,
        case when staged.interior_color is not null then coalesce(interior_map.color, 'unmapped') end as interior_color,
        staged.interior_color as interior_color_raw,
        staged.mileage,
        {{ canonical_value('staged.acquisition_type', 'acquisition_type') }} as acquisition_type,
        staged.acquisition_type as acquisition_type_raw,
        staged.acquired_on,
        staged.wholesaled_on,
        {{ to_utc('staged.arrived_at', "coalesce(stores.timezone, 'UTC')") }} as arrived_at,
        {{ to_utc('staged.lot_ready_at', "coalesce(stores.timezone, 'UTC')") }} as lot_ready_at,
        case when staged.status is not null then {{ status_map_value('status_map') }} end as status,
        staged.status as status_raw,
        staged.asking_price,
        staged.msrp,
        staged.cost,
        staged.pack,
        staged.recon_cost,
        coalesce(staged.is_on_hold, false) as is_on_hold,
        staged.title_status,
        staged.floor_plan_status,
        staged.eta_on,
        {{ to_utc('staged.updated_at', "coalesce(stores.timezone, 'UTC')") }} as updated_at,
        staged.batch_id || ':' || cast(staged.row_number as varchar) as row_id,
        staged.batch_id,
        staged.line_number,
        staged.arrival,
        staged.row_number,
        staged.source_system
    from staged
    left join {{ ref('can_stores') }} as stores on staged.store_id = stores.store_id
    left join {{ ref('can_name_spellings') }} as make_names
        on make_names.name_kind = 'make' and lower(staged.make) = make_names.folded_name
    left join {{ ref('can_name_spellings') }} as model_names
        on model_names.name_kind = 'model' and lower(staged.model) = model_names.folded_name
    left join {{ ref('can_name_spellings') }} as trim_names
        on trim_names.name_kind = 'trim' and lower(staged.trim) = trim_names.folded_name
    left join {{ ref('ref_color_map') }} as exterior_map on lower(staged.exterior_color) = exterior_map.raw_value
    left join {{ ref('ref_color_map') }} as interior_map on lower(staged.interior_color) = interior_map.raw_value
    {{ join_status_map('status_map', 'inventory', 'staged.status', 'staged.source_system', 'staged.store_id') }}
),

-- Files of the group itself speak for its DMS, as every row did before there were several systems.
known as (
    select
        typed.*,
        case when systems.category is null or systems.category = 'file_drop' then 'dms' else systems.category end as source_kind
    from typed
    left join {{ ref('ref_source_systems') }} as systems on typed.source_system = systems.system
    cross join {{ ref('stg_run__clock') }} as clock
    where typed.updated_at is null or typed.updated_at <= clock.as_of_at
),

ranked as (
    select
        known.*,
        row_number() over (
            partition by known.store_id_raw, known.stock_number, known.source_kind, known.updated_at
            order by known.arrival desc, known.row_number desc
        ) as rank_of_tie
    from known
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
    source_system,
    source_kind
from ranked
where rank_of_tie = 1
