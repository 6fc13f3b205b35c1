with
details_of_states as (
    select
        states.inventory_unit_key,
        states.state_number,
        states.changed_at,
        states.changed_on,
        states.change_kind = 'absence' as is_absent,
        states.status,
        details.*
    from {{ ref('int_units__states') }} as states
    inner join {{ ref('int_units__details') }} as details on states.row_id = details.row_id
),

compared as (
    select
        details_of_states.*,
        case
            when lag(state_number) over (partition by inventory_unit_key order by state_number) is null then 1
            {%- for column in [
                'status', 'is_absent', 'vehicle_class', 'is_certified', 'model_year', 'make',
                'model', 'trim', 'mileage', 'asking_price', 'msrp', 'cost',
                'pack', 'recon_cost', 'is_on_hold', 'title_status', 'floor_plan_status', 'acquired_on',
                'wholesaled_on'
            ] %}
            when (lag({{ column }}) over (partition by inventory_unit_key order by state_number) is distinct from {{ column }}) then 1
            {%- endfor %}
            else 0
        end as is_change
    from details_of_states
),

versions as (
    select
        compared.*,
        row_number() over (partition by inventory_unit_key order by state_number) as version_number,
        lead(changed_at) over (partition by inventory_unit_key order by state_number) as valid_to_at
    from compared
    where is_change = 1
)

select
    {{ event_key('unit_version', ['versions.inventory_unit_key', 'versions.version_number']) }} as inventory_unit_version_key,
    versions.inventory_unit_key,
    {{ store_key('episodes.store_id') }} as store_key,
    {{ vehicle_key('episodes.vin') }} as vehicle_key,
    {{ model_trim_key('versions.make', 'versions.model', 'versions.trim') }} as model_trim_key,
    episodes.store_id,
    episodes.stock_number,
    episodes.vin,
    episodes.episode_number,
    episodes.first_seen_on,
    episodes.last_seen_on,
    case when versions.is_absent or versions.status = 'gone' then versions.changed_on end as gone_on,
    versions.status,
    versions.version_number,
    versions.changed_at as valid_from_at,
    versions.valid_to_at,
    versions.valid_to_at is null as is_current,
    versions.vehicle_class,
    versions.is_certified,
    versions.model_year,
    versions.make,
    versions.model,
    versions.trim,
    versions.body_style,
    versions.exterior_color,
    versions.interior_color,
    versions.mileage,
    versions.acquisition_type,
    versions.acquired_on,
    versions.wholesaled_on,
    versions.arrived_at,
    versions.lot_ready_at,
    versions.asking_price,
    versions.is_price_suspect,
    versions.msrp,
    versions.cost,
    versions.pack,
    versions.recon_cost,
    versions.is_on_hold,
    versions.title_status,
    versions.floor_plan_status,
    versions.source_system
from versions
inner join {{ ref('int_units__episodes') }} as episodes on versions.inventory_unit_key = episodes.inventory_unit_key

union all

-- The member of facts whose unit nobody knows. It is the current state of nothing.
select
    {{ unknown_unit_key() }} as inventory_unit_version_key,
    {{ unknown_unit_key() }} as inventory_unit_key,
    {{ store_key("'unknown'") }} as store_key,
    {{ vehicle_key('cast(null as varchar)') }} as vehicle_key,
    {{ model_trim_key("'unknown'", "'unknown'", "'unknown'") }} as model_trim_key,
    'unknown' as store_id,
    cast(null as varchar) as stock_number,
    cast(null as varchar) as vin,
    cast(1 as bigint) as episode_number,
    cast(null as date) as first_seen_on,
    cast(null as date) as last_seen_on,
    cast(null as date) as gone_on,
    'unmapped' as status,
    cast(1 as bigint) as version_number,
    cast(null as timestamp) as valid_from_at,
    cast(null as timestamp) as valid_to_at,
    false as is_current,
    'unknown' as vehicle_class,
    false as is_certified,
    cast(null as bigint) as model_year,
    cast(null as varchar) as make,
    cast(null as varchar) as model,
    cast(null as varchar) as trim,
    cast(null as varchar) as body_style,
    cast(null as varchar) as exterior_color,
    cast(null as varchar) as interior_color,
    cast(null as bigint) as mileage,
    cast(null as varchar) as acquisition_type,
    cast(null as date) as acquired_on,
    cast(null as date) as wholesaled_on,
    cast(null as timestamp) as arrived_at,
    cast(null as timestamp) as lot_ready_at,
    cast(null as decimal(18, 4)) as asking_price,
    false as is_price_suspect,
    cast(null as decimal(18, 4)) as msrp,
    cast(null as decimal(18, 4)) as cost,
    cast(null as decimal(18, 4)) as pack,
    cast(null as decimal(18, 4)) as recon_cost,
    false as is_on_hold,
    cast(null as varchar) as title_status,
    cast(null as varchar) as floor_plan_status,
    cast(null as varchar) as source_system
