-- If it failed, a funnel by the names that a department uses would be out of order, or a stage on the way would be missing in it.
with
expected as (
    {%- set paths = {
        'shared_stage_name': ['new lead', 'contacted', 'qualified', 'appointment set', 'in-market', 'sold'],
        'crm_dms_stage': ['lead', 'contact', 'appointment', 'show', 'offer', 'sold', 'delivered'],
    } %}
    {%- for path, names in paths.items() %}
    {%- set last_path = loop.last %}
    {%- for name in names %}
    select '{{ path }}' as path, '{{ name }}' as stage_name, {{ loop.index }} as place
    {{ 'union all' if not (last_path and loop.last) }}
    {%- endfor %}
    {%- endfor %}
),

named as (
    select 'shared_stage_name' as path, shared_stage_name as stage_name, stage_order, is_exit, stage
    from {{ ref('dim_lead_stages') }}
    union all
    select 'crm_dms_stage' as path, crm_dms_stage as stage_name, stage_order, is_exit, stage
    from {{ ref('dim_lead_stages') }}
),

placed as (
    select
        named.path,
        named.stage,
        named.stage_name,
        named.is_exit,
        expected.place,
        max(expected.place) over (
            partition by named.path order by named.stage_order rows between unbounded preceding and 1 preceding
        ) as place_before
    from named
    left join expected on named.path = expected.path and named.stage_name = expected.stage_name
)

select path, stage, stage_name
from placed
where place < place_before
    or (place is null and not is_exit and stage not in ('unmapped', 'unknown'))
