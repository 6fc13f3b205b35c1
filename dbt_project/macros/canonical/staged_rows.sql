{#-
    Which staging models bring rows of an entity, besides the canonical drop: one vendor table, one model, one name here.
    A model that must know more than its own rows (an ADF lead's store) has a canonical model of its own between.
-#}
{% macro vendor_models(entity) -%}
    {%- set models = {
        'leads': ['can_adf_leads', 'stg_vinsolutions__leads', 'stg_elead__leads', 'stg_drivecentric__leads', 'stg_dealersocket__leads', 'stg_tekion__leads'],
        'inventory_snapshots': ['can_feed_inventory_snapshots'],
        'calls': ['can_callrail_calls', 'can_marchex_calls'],
        'ad_performance': ['can_ad_platform_days'],
        'campaigns': ['can_ad_platform_campaigns'],
        'web_events': ['can_ga4_events'],
        'market_comps': ['stg_marketcheck__market_comps'],
        'appraisals': ['stg_vauto__appraisals'],
        'recon_stage_visits': ['can_report_recon_visits', 'can_dealervault_recon_visits'],
        'deals': ['stg_dealervault__deals', 'stg_tekion__deals', 'stg_opentrack__deals', 'stg_cdk__deals', 'stg_reynolds__deals', 'can_vinsolutions_deals'],
        'inventory_units': ['can_vinsolutions_inventory_units', 'stg_vauto__inventory_units', 'stg_opentrack__inventory_units', 'stg_cdk__inventory_units', 'stg_reynolds__inventory_units'],
        'appointments': ['stg_vinsolutions__appointments', 'stg_elead__appointments', 'stg_drivecentric__appointments'],
        'showroom_visits': ['stg_vinsolutions__showroom_visits'],
        'tasks': ['stg_vinsolutions__tasks', 'stg_elead__tasks'],
        'customers': ['stg_vinsolutions__customers', 'stg_elead__customers', 'stg_dealervault__customers', 'stg_opentrack__customers', 'stg_tekion__customers'],
        'agents': ['stg_vinsolutions__agents', 'stg_elead__agents', 'stg_dealervault__agents'],
        'lead_interactions': ['stg_vinsolutions__lead_interactions', 'stg_elead__lead_interactions'],
        'lead_assignments': ['stg_vinsolutions__lead_assignments', 'stg_elead__lead_assignments'],
    } -%}
    {{ return(models.get(entity, [])) }}
{%- endmacro %}

{#-
    The rows of an entity from all systems, under the contract's names. What a vendor calls a store is looked up in the stores' own
    dealer codes (of that system), then among store ids and names; the canonical drop names stores by their id and nothing else.
    Deals and units of a store that record_owners gives to one system by name are that system's alone.
    columns: names, where not all are needed.
-#}
{% macro staged_rows(entity, columns=none) -%}
    {%- set names = columns or (entity_columns(entity) + ['arrival', 'row_number', 'line_number', 'batch_id', 'source_system']) -%}
    {%- set is_of_a_store = 'store_id' in names and entity != 'stores' -%}
    {%- for model in ['stg_canonical__' ~ entity] + vendor_models(entity) %}
    {{ 'union all' if not loop.first }}
    select
        {%- for name in names %}
        {% if name == 'store_id' and is_of_a_store and model.startswith('stg_') -%}
        coalesce(by_code.store_id, by_name.store_id, source.store_id) as store_id
        {%- else -%}
        source.{{ name }}
        {%- endif -%}
        {{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref(model) }} as source
    {%- if is_of_a_store and model.startswith('stg_') %}
    left join {{ ref('can_store_aliases') }} as by_code
        on source.source_system <> 'canonical' and source.source_system = by_code.system and lower(source.store_id) = by_code.alias
    left join {{ ref('can_store_aliases') }} as by_name
        on source.source_system <> 'canonical' and by_name.system = '*' and lower(source.store_id) = by_name.alias
    {%- endif %}
    {%- if entity in ['deals', 'inventory_units'] %}
    left join {{ ref('ref_record_owners') }} as store_owner
        on
            store_owner.entity = '{{ entity }}'
            and {{ 'coalesce(by_code.store_id, by_name.store_id, source.store_id)' if model.startswith('stg_') else 'source.store_id' }} = store_owner.store_id
    left join {{ ref('ref_record_owners') }} as any_owner on any_owner.entity = '{{ entity }}' and any_owner.store_id = '*'
    where coalesce(store_owner.system, any_owner.system, 'dms') in ('dms', source.source_system)
    {%- endif %}
    {%- endfor %}
{%- endmacro %}
