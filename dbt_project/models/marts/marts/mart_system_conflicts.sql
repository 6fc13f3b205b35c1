with
of_cars as (
    {%- for found in ['int_conflicts__found', 'int_conflicts__of_records'] %}
    {{ 'union all' if not loop.first }}
    select
        store_id,
        entity,
        entity_id,
        vin,
        field,
        record_system,
        record_value,
        other_system,
        other_value,
        delta,
        observed_at
    from {{ ref(found) }}
    {%- endfor %}
),

of_sales as (
    select
        store_id,
        'opportunity' as entity,
        opportunity_key as entity_id,
        cast(null as varchar) as vin,
        'sold' as field,
        'DMS deals' as record_system,
        case when is_sold then 'sold' else 'not sold' end as record_value,
        'CRM stage' as other_system,
        crm_stage as other_value,
        cast(null as double) as delta,
        inquiry_at as observed_at
    from {{ ref('fct_opportunities') }}
    where crm_stage is not null and is_sold <> (crm_stage in ('sold', 'delivered'))
),

of_consent as (
    {%- for channel in ['sms', 'email', 'call'] %}
    select
        store_id,
        'customer' as entity,
        customer_key as entity_id,
        cast(null as varchar) as vin,
        'consent_{{ channel }}' as field,
        'most restrictive' as record_system,
        effective_consent_{{ channel }} as record_value,
        'customer record' as other_system,
        consent_{{ channel }} as other_value,
        cast(null as double) as delta,
        valid_from_at as observed_at
    from {{ ref('dim_customers') }}
    where is_current and has_consent_disagreement and effective_consent_{{ channel }} <> consent_{{ channel }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

conflicts as (
    {%- for relation in ['of_cars', 'of_sales', 'of_consent'] %}
    select
        store_id,
        entity,
        entity_id,
        vin,
        field,
        record_system,
        record_value,
        other_system,
        other_value,
        delta,
        observed_at
    from {{ relation }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    store_id,
    entity,
    entity_id,
    vin,
    field,
    record_system,
    record_value,
    other_system,
    other_value,
    delta,
    observed_at
from conflicts
