select
    {{ event_key('unit_comp', ['inventory_unit_key', 'span_number', 'comp_id', 'comp_span_number']) }} as unit_comp_key,
    inventory_unit_key,
    {{ store_key('store_id') }} as store_key,
    {{ vehicle_key('unit_vin') }} as vehicle_key,
    store_id,
    comp_id,
    from_on,
    to_on,
    trusted_price as asking_price,
    comp_price,
    comp_model_year,
    comp_trim,
    comp_mileage,
    comp_vin,
    url
from {{ ref('int_comps__matched') }}
