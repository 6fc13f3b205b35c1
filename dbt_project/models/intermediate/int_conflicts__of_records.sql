{#-
    Where several kinds of system keep a record of the same car, and one says something else than the record in force (field map). What it
    says counts from its newest row.
-#}
with
newest as (
    select
        sent.*,
        row_number() over (
            partition by sent.store_id_raw, sent.stock_number, sent.source_kind
            order by sent.updated_at desc nulls last, sent.arrival desc, sent.row_number desc
        ) as rank_from_last
    from {{ ref('can_inventory_unit_rows') }} as sent
    where sent.store_id <> 'unknown'
),

records as (
    select
        units.store_id,
        units.stock_number,
        units.vin,
        units.trim,
        units.mileage,
        units.asking_price,
        units.status,
        statuses.is_in_stock,
        coalesce(dms.source_system, units.source_system) || ' inventory_units' as record_system,
        others.source_system || ' inventory_units' as other_system,
        others.vin as other_vin,
        others.trim as other_trim,
        others.mileage as other_mileage,
        others.asking_price as other_price,
        others.status as other_status,
        other_statuses.is_in_stock as is_other_in_stock,
        others.updated_at as observed_at
    from {{ ref('can_inventory_units') }} as units
    inner join newest as others
        on units.store_id_raw = others.store_id_raw and units.stock_number = others.stock_number and others.rank_from_last = 1
    left join newest as dms
        on
            units.store_id_raw = dms.store_id_raw
            and units.stock_number = dms.stock_number
            and dms.source_kind = 'dms'
            and dms.rank_from_last = 1
    left join {{ ref('ref_inventory_statuses') }} as statuses on units.status = statuses.status
    left join {{ ref('ref_inventory_statuses') }} as other_statuses on others.status = other_statuses.status
)

{% for field, condition, record, other, is_number in [
    ('price', 'is_in_stock and asking_price <> other_price', 'cast(asking_price as decimal(18, 2))', 'cast(other_price as decimal(18, 2))', true),
    ('mileage', 'is_in_stock and mileage <> other_mileage', 'mileage', 'other_mileage', true),
    ('trim', 'is_in_stock and lower(trim) <> lower(other_trim)', 'trim', 'other_trim', false),
    ('vin', 'is_in_stock and vin <> other_vin', 'vin', 'other_vin', false),
    ('availability', 'is_in_stock <> is_other_in_stock', 'status', 'other_status', false),
] -%}
{{ 'union all' if not loop.first }}
select
    store_id,
    'inventory_unit' as entity,
    stock_number as entity_id,
    vin,
    '{{ field }}' as field,
    record_system,
    cast({{ record }} as varchar) as record_value,
    other_system,
    cast({{ other }} as varchar) as other_value,
    {{ 'cast(' ~ other ~ ' - ' ~ record ~ ' as double)' if is_number else 'cast(null as double)' }} as delta,
    observed_at
from records
where {{ condition }}
{% endfor %}
