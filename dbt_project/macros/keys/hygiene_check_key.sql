{% macro hygiene_check_key(store_id, check_name, entity, column_name, week_start_date) -%}
    {{ hash_key('hygiene_check', [store_id, check_name, entity, column_name, week_start_date]) }}
{%- endmacro %}
