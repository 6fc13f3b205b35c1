{#-
    Each key's recipe, once. A dimension and every fact that points to it call the same macro, so keys cannot drift apart.
    A recipe holds only what never changes about the thing (ids, never a name or an e-mail). Where an id is missing, the
    key is that of the unknown member, so no foreign key is ever null.
-#}
{% macro hash_key(kind, parts) -%}{{ return(adapter.dispatch('hash_key')(kind, parts)) }}{%- endmacro %}
{% macro default__hash_key(kind, parts) -%}
    md5('{{ kind }}' {% for part in parts %} || chr(31) || coalesce(cast({{ part }} as varchar), 'unknown'){% endfor %})
{%- endmacro %}

{% macro store_key(store_id) -%}{{ hash_key('store', [store_id]) }}{%- endmacro %}
{% macro agent_key(agent_id) -%}{{ hash_key('agent', [agent_id]) }}{%- endmacro %}
{#- customer_id is unique within a group's CRM; a shopper is the connected set of contacts, named after its smallest record (never after a contact). -#}
{% macro customer_key(customer_id) -%}{{ hash_key('customer', [customer_id]) }}{%- endmacro %}
{% macro shopper_key(group_id, shopper_id) -%}{{ hash_key('shopper', [group_id, shopper_id]) }}{%- endmacro %}
{% macro vehicle_key(vin) -%}{{ hash_key('vehicle', [vin]) }}{%- endmacro %}
{#- A stock episode: store, what the store calls the unit (stock number, else VIN), and which of its episodes. -#}
{% macro unit_key(store_id, unit_id, episode_number) -%}{{ hash_key('unit', [store_id, unit_id, episode_number]) }}{%- endmacro %}
{#- The member that facts without a known unit point to. -#}
{% macro unknown_unit_key() -%}{{ unit_key('null', 'null', 'null') }}{%- endmacro %}
{% macro model_trim_key(make, model, trim) -%}{{ hash_key('model_trim', ["lower(" ~ make ~ ")", "lower(" ~ model ~ ")", "lower(" ~ trim ~ ")"]) }}{%- endmacro %}
{% macro campaign_key(platform, campaign_id) -%}{{ hash_key('campaign', [platform, campaign_id]) }}{%- endmacro %}
{% macro lead_source_key(source_code) -%}{{ hash_key('lead_source', [source_code]) }}{%- endmacro %}
{% macro lead_key(lead_id) -%}{{ hash_key('lead', [lead_id]) }}{%- endmacro %}
{#- From the opportunity's first lead (earliest inquiry, then lead_id): the order of arrival cannot change it. -#}
{% macro opportunity_key(first_lead_id) -%}{{ hash_key('opportunity', [first_lead_id]) }}{%- endmacro %}
{% macro sale_key(store_id, deal_number) -%}{{ hash_key('sale', [store_id, deal_number]) }}{%- endmacro %}
{#- Events with an id of their own: kind and id. -#}
{% macro event_key(kind, id_parts) -%}{{ hash_key(kind, id_parts) }}{%- endmacro %}
