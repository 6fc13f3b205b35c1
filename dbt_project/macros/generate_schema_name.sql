{#- A schema is named after its layer, without a prefix: readers see marts.mart_funnel, wherever it was built. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
