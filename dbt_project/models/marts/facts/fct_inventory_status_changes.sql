with
compared as (
    select
        states.*,
        lag(states.status) over (partition by states.inventory_unit_key order by states.state_number) as from_status
    from {{ ref('int_units__states') }} as states
),

changes as (
    select
        compared.*,
        row_number() over (partition by compared.inventory_unit_key order by compared.state_number) as change_number
    from compared
    where compared.from_status is null or compared.from_status <> compared.status
)

select
    {{ event_key('status_change', ['changes.inventory_unit_key', 'changes.change_number']) }} as status_change_key,
    changes.inventory_unit_key,
    {{ store_key('episodes.store_id') }} as store_key,
    {{ vehicle_key('episodes.vin') }} as vehicle_key,
    {{ model_trim_key('details.make', 'details.model', 'details.trim') }} as model_trim_key,
    episodes.store_id,
    episodes.stock_number,
    episodes.vin,
    changes.change_number,
    changes.from_status,
    changes.status as to_status,
    changes.changed_at,
    changes.changed_on,
    changes.change_kind,
    details.vehicle_class,
    details.source_system
from changes
inner join {{ ref('int_units__episodes') }} as episodes on changes.inventory_unit_key = episodes.inventory_unit_key
inner join {{ ref('int_units__details') }} as details on changes.row_id = details.row_id
