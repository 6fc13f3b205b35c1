with
placed as (
    select
        source.*,
        coalesce(by_code.store_id, by_name.store_id, source.store_id) as found_store_id
    from {{ ref('stg_vinsolutions__inventory_units') }} as source
    left join {{ ref('can_store_aliases') }} as by_code on source.source_system = by_code.system and lower(source.store_id) = by_code.alias
    left join {{ ref('can_store_aliases') }} as by_name on by_name.system = '*' and lower(source.store_id) = by_name.alias
),

-- Stores of which another system sends rows. A branch with a canonical model of its own is asked too, but for ours.
elsewhere as (
    {%- for model in ['stg_canonical__inventory_units'] + vendor_models('inventory_units') if model != 'can_vinsolutions_inventory_units' %}
    {{ 'union' if not loop.first }}
    select coalesce(by_code.store_id, by_name.store_id, source.store_id) as store_id
    from {{ ref(model) }} as source
    left join {{ ref('can_store_aliases') }} as by_code on source.source_system = by_code.system and lower(source.store_id) = by_code.alias
    left join {{ ref('can_store_aliases') }} as by_name on by_name.system = '*' and lower(source.store_id) = by_name.alias
    {%- endfor %}
)

select
    placed.found_store_id as store_id,
    placed.stock_number,
    placed.vin,
    placed.vehicle_class,
    placed.model_year,
    placed.make,
    placed.model,
    placed.trim,
    placed.body_style,
    placed.exterior_color,
    placed.interior_color,
    placed.mileage,
    placed.acquisition_type,
    {{ local_date(to_utc('placed.arrived_at', "'UTC'"), "coalesce(stores.timezone, 'UTC')") }} as acquired_on,
    placed.wholesaled_on,
    cast(null as varchar) as arrived_at,
    placed.lot_ready_at,
    placed.status,
    placed.asking_price,
    placed.msrp,
    placed.cost,
    placed.pack,
    placed.recon_cost,
    placed.is_on_hold,
    placed.title_status,
    placed.floor_plan_status,
    placed.eta_on,
    placed.updated_at,
    placed.arrival,
    placed.row_number,
    placed.line_number,
    placed.batch_id,
    placed.source_system
from placed
left join {{ ref('can_stores') }} as stores on placed.found_store_id = stores.store_id
left join elsewhere on placed.found_store_id = elsewhere.store_id
left join {{ ref('ref_record_owners') }} as store_owner on store_owner.entity = 'inventory_units' and placed.found_store_id = store_owner.store_id
left join {{ ref('ref_record_owners') }} as any_owner on any_owner.entity = 'inventory_units' and any_owner.store_id = '*'
where
    coalesce(store_owner.system, any_owner.system, 'dms') = placed.source_system
    or (coalesce(store_owner.system, any_owner.system, 'dms') = 'dms' and elsewhere.store_id is null)
