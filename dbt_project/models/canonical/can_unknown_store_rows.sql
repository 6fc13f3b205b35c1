{#-
    Every row that was loaded counts, not only the version that won: each is a line of a file that somebody has to correct.
    Store codes are looked up as in the canonical models. A row that gives no store at all is none of these: where the contract requires
    one, ingestion has set it aside.
-#}
{%- set entities = [
    'store_hours', 'store_closures', 'agents', 'customers', 'inventory_units', 'inventory_snapshots', 'leads', 'appointments',
    'showroom_visits', 'quotes', 'deals', 'recon_stage_visits', 'appraisals', 'listings', 'web_events', 'calls', 'ad_performance',
    'messages', 'digital_retailing_flows', 'inbound_units', 'targets',
] -%}
with
named as (
    {%- for entity in entities %}
    {%- set outer_loop = loop %}
    {%- for model in ['stg_canonical__' ~ entity] + vendor_models(entity) if model != 'can_adf_leads' %}
    select
        batch_id,
        line_number,
        row_number,
        store_id,
        source_system
    from {{ ref(model) }}
    where store_id is not null
    {{ "union all" if not (loop.last and outer_loop.last) }}
    {%- endfor %}
    {%- endfor %}
),

-- What each system calls a store, once: there are few, and rows without end.
called as (
    select distinct
        source_system,
        store_id
    from named
),

unknown_names as (
    select
        called.source_system,
        called.store_id
    from called
    left join {{ ref('can_stores') }} as stores on called.store_id = stores.store_id
    left join {{ ref('can_store_aliases') }} as by_code
        on called.source_system <> 'canonical' and called.source_system = by_code.system and lower(called.store_id) = by_code.alias
    left join {{ ref('can_store_aliases') }} as by_name
        on called.source_system <> 'canonical' and by_name.system = '*' and lower(called.store_id) = by_name.alias
    where stores.store_id is null and by_code.store_id is null and by_name.store_id is null
),

unknown_in_drops as (
    select
        named.batch_id,
        named.line_number,
        named.row_number
    from named
    inner join unknown_names on named.source_system = unknown_names.source_system and named.store_id = unknown_names.store_id
),

unknown_in_adf as (
    select
        leads.batch_id,
        leads.line_number,
        leads.row_number
    from {{ ref('stg_adf__leads') }} as leads
    left join {{ ref('can_adf_lead_stores') }} as placed on leads.batch_id = placed.batch_id and leads.row_number = placed.row_number
    where coalesce(placed.store_id, 'unknown') = 'unknown'
)

select
    batch_id,
    line_number,
    row_number
from unknown_in_drops

union all

select
    batch_id,
    line_number,
    row_number
from unknown_in_adf
