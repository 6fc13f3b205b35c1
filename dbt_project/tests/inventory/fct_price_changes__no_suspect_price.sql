-- A price outside 0.5–2 × MSRP is in no price figure, hence in no price change.
select
    changes.price_change_key,
    changes.new_price,
    units.msrp
from {{ ref('fct_price_changes') }} as changes
inner join {{ ref('dim_inventory_units') }} as units
    on
        changes.inventory_unit_key = units.inventory_unit_key
        and changes.changed_at = units.valid_from_at
        and changes.new_price = units.asking_price
where units.is_price_suspect
