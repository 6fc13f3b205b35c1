{#-
    Each column that is mapped to a vocabulary keeps the text as sent beside it. Here: the records that gave such a text, and those
    whose text nobody has mapped. The text itself is shown, for somebody has to map it; what looks like a contact in it is masked.
-#}
{%- set columns = [
    ('leads', 'inquiry_at', [
        ('source_code', 'source_raw'), ('lead_origin', 'lead_origin_raw'), ('lead_type', 'lead_type_raw'), ('stage', 'stage_raw'),
        ('disposition', 'disposition_raw')
    ]),
    ('inventory_units', 'updated_at', [
        ('status', 'status_raw'), ('vehicle_class', 'vehicle_class_raw'), ('acquisition_type', 'acquisition_type_raw'),
        ('exterior_color', 'exterior_color_raw'), ('interior_color', 'interior_color_raw')
    ]),
    ('inventory_snapshots', 'snapshot_at', [
        ('status', 'status_raw'), ('vehicle_class', 'vehicle_class_raw'), ('acquisition_type', 'acquisition_type_raw'),
        ('exterior_color', 'exterior_color_raw'), ('interior_color', 'interior_color_raw')
    ]),
    ('deals', 'updated_at', [('sale_type', 'sale_type_raw'), ('status', 'status_raw'), ('vehicle_class', 'vehicle_class_raw')]),
    ('appointments', 'updated_at', [('status', 'status_raw'), ('no_show_reason', 'no_show_reason_raw')]),
    ('calls', 'started_at', [('outcome', 'outcome_raw'), ('direction', 'direction_raw'), ('source_code', 'source_raw')]),
    ('listings', 'observed_at', [('status', 'status_raw'), ('channel', 'channel_raw')]),
    ('recon_stage_visits', 'updated_at', [('stage', 'stage_raw')]),
    ('appraisals', 'updated_at', [('acquisition_type', 'acquisition_type_raw')]),
    ('messages', 'sent_at', [('message_type', 'message_type_raw')]),
    ('web_events', 'occurred_at', [('event_name', 'event_name_raw')]),
    ('digital_retailing_flows', 'started_at', [('flow_type', 'flow_type_raw')]),
] -%}
with
given as (
    {%- for entity, moment, pairs in columns %}
    {%- set last_entity = loop.last %}
    {%- for column, raw in pairs %}
    select
        coalesce(store_id, 'unknown') as store_id,
        '{{ entity }}' as entity,
        '{{ column }}' as column_name,
        cast({{ moment }} as date) as record_date,
        case when {{ column }} = 'unmapped' then {{ raw }} end as raw_value,
        case when {{ column }} = 'unmapped' then 1 else 0 end as is_unmapped
    from {{ ref('can_' ~ entity) }}
    where {{ raw }} is not null
    {%- if not (last_entity and loop.last) %}
    union all
    {%- endif %}
    {%- endfor %}
    {%- endfor %}
)

select
    store_id,
    entity,
    column_name,
    {{ week_of('record_date') }} as week_start_date,
    substr({{ without_contacts('raw_value') }}, 1, 80) as raw_value,
    count(*) as record_count,
    sum(is_unmapped) as unmapped_count
from given
group by store_id, entity, column_name, {{ week_of('record_date') }}, substr({{ without_contacts('raw_value') }}, 1, 80)
