{#- Suspect prices (outside 0.5–2 × MSRP) are no prices: a change is from one believed price to the next. -#}
with
priced as (
    select
        states.inventory_unit_key,
        states.state_number,
        states.changed_at,
        states.changed_on,
        states.row_id,
        details.asking_price,
        details.make,
        details.model,
        details.trim,
        details.vehicle_class,
        details.source_system
    from {{ ref('int_units__states') }} as states
    inner join {{ ref('int_units__details') }} as details on states.row_id = details.row_id
    where states.change_kind in ('version', 'list') and details.asking_price > 0 and not details.is_price_suspect
),

compared as (
    select
        priced.*,
        lag(priced.asking_price) over (partition by priced.inventory_unit_key order by priced.state_number) as previous_price
    from priced
),

changes as (
    select
        compared.*,
        row_number() over (partition by compared.inventory_unit_key order by compared.state_number) as change_number
    from compared
    where compared.asking_price <> compared.previous_price
)

select
    {{ event_key('price_change', ['changes.inventory_unit_key', 'changes.change_number']) }} as price_change_key,
    changes.inventory_unit_key,
    {{ store_key('episodes.store_id') }} as store_key,
    {{ vehicle_key('episodes.vin') }} as vehicle_key,
    {{ model_trim_key('changes.make', 'changes.model', 'changes.trim') }} as model_trim_key,
    episodes.store_id,
    episodes.stock_number,
    episodes.vin,
    changes.vehicle_class,
    changes.change_number,
    changes.changed_at,
    changes.changed_on,
    changes.previous_price,
    changes.asking_price as new_price,
    changes.asking_price - changes.previous_price as change_amount,
    {{ ratio('changes.asking_price - changes.previous_price', 'changes.previous_price') }} as change_ratio,
    changes.source_system
from changes
inner join {{ ref('int_units__episodes') }} as episodes on changes.inventory_unit_key = episodes.inventory_unit_key
