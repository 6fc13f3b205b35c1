{#-
    The seed status_map knows a raw status by system and store, each of which may be `*`. The closest row wins:
    store and system, then store, then system, then neither. Four joins on unique keys cannot multiply a row.
-#}
{% macro join_status_map(alias, domain, column, system, store_id) -%}
    {%- for suffix, store, sys in [('both', store_id, system), ('store', store_id, "'*'"), ('system', "'*'", system), ('any', "'*'", "'*'")] %}
    left join {{ ref('ref_status_map') }} as {{ alias }}_{{ suffix }}
        on {{ alias }}_{{ suffix }}.status_domain = '{{ domain }}'
        and lower({{ column }}) = {{ alias }}_{{ suffix }}.raw_value
        and {{ store }} = {{ alias }}_{{ suffix }}.store_id
        and {{ sys }} = {{ alias }}_{{ suffix }}.system
    {%- endfor %}
{%- endmacro %}

{% macro status_map_value(alias) -%}
    coalesce({{ alias }}_both.canonical_value, {{ alias }}_store.canonical_value, {{ alias }}_system.canonical_value, {{ alias }}_any.canonical_value, 'unmapped')
{%- endmacro %}
