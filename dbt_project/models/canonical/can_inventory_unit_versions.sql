{#-
    Which system rules a field of a car that several systems send is data: field_sources (system_of_record). Where that system says nothing
    of the field, the others do, in the order of the list below. A car that one kind of system sends is what that system says.
-#}
{%- set ruled = [
    'vin', 'vehicle_class', 'vehicle_class_raw', 'model_year', 'make', 'model', 'trim',
    'body_style', 'exterior_color', 'exterior_color_raw', 'interior_color', 'interior_color_raw', 'mileage', 'acquisition_type',
    'acquisition_type_raw', 'acquired_on', 'wholesaled_on', 'arrived_at', 'lot_ready_at', 'status', 'status_raw',
    'asking_price', 'msrp', 'cost', 'pack', 'recon_cost', 'is_on_hold', 'title_status',
    'floor_plan_status', 'eta_on',
] -%}
{%- set kinds = ['dms', 'inventory_feed', 'crm'] -%}
-- noqa: disable=LT02
with
rows_of_systems as (
    select
        sent.*,
        row_number() over (
            partition by sent.store_id_raw, sent.stock_number
            order by sent.updated_at nulls first, sent.arrival, sent.row_number
        ) as place,
        row_number() over (
            partition by sent.store_id_raw, sent.stock_number, sent.updated_at
            order by sent.arrival desc, sent.row_number desc
        ) as rank_of_tie
    from {{ ref('can_inventory_unit_rows') }} as sent
),

shared as (
    select
        store_id_raw,
        stock_number
    from rows_of_systems
    group by store_id_raw, stock_number
    having count(distinct source_kind) > 1
),

-- What each kind of system had said last when a row came.
placed as (
    select
        sent.store_id_raw,
        sent.stock_number,
        sent.place
        {%- for kind in kinds %},
        max(case when sent.source_kind {{ "= '" ~ kind ~ "'" if not loop.last else "not in ('dms', 'inventory_feed')" }} then sent.place end) over (
            partition by sent.store_id_raw, sent.stock_number order by sent.place rows between unbounded preceding and current row
        ) as {{ kind }}_place
        {%- endfor %}
    from rows_of_systems as sent
    inner join shared on sent.store_id_raw = shared.store_id_raw and sent.stock_number = shared.stock_number
),

register as (
    select
        {%- for field in ruled if not field.endswith('_raw') %}
        max(case when field = '{{ field }}' then system_of_record end) as {{ field }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('ref_field_sources') }}
    where entity = 'inventory_units'
),

merged as (
    select
        placed.store_id_raw,
        placed.stock_number,
        placed.place
        {%- for field in ruled %},
        {%- set record = 'register.' ~ field.removesuffix('_raw') %}
        coalesce(
            case {{ record }} when 'inventory_feed' then feeds.{{ field }} when 'crm' then others.{{ field }} end,
            dms.{{ field }}, feeds.{{ field }}, others.{{ field }}
        ) as {{ field }}
        {%- endfor %}
    from placed
    cross join register
    {%- for kind, name in [('dms', 'dms'), ('inventory_feed', 'feeds'), ('crm', 'others')] %}
    left join rows_of_systems as {{ name }}
        on placed.store_id_raw = {{ name }}.store_id_raw and placed.stock_number = {{ name }}.stock_number and placed.{{ kind }}_place = {{ name }}.place
    {%- endfor %}
)

select
    sent.store_id,
    sent.store_id_raw,
    sent.stock_number,
    {%- for field in ruled %}
    case when merged.place is null then sent.{{ field }} else merged.{{ field }} end as {{ field }},
    {%- endfor %}
    sent.updated_at,
    sent.row_id,
    sent.batch_id,
    sent.line_number,
    sent.arrival,
    sent.row_number,
    sent.source_system,
    row_number() over (
        partition by sent.store_id_raw, sent.stock_number
        order by sent.updated_at asc nulls first
    ) as version_number
from rows_of_systems as sent
left join merged on sent.store_id_raw = merged.store_id_raw and sent.stock_number = merged.stock_number and sent.place = merged.place
where sent.rank_of_tie = 1
