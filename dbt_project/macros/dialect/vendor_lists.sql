{#- Of a list of {type, value} objects, which raw keeps as JSON text, the first value; null where there is none. -#}
{% macro first_value_in_list(column) -%}{{ return(adapter.dispatch('first_value_in_list')(column)) }}{%- endmacro %}
{% macro default__first_value_in_list(column) -%}
    nullif(trim(regexp_extract({{ column }}, '"value"\s*:\s*"([^"]+)"', 1)), '')
{%- endmacro %}
