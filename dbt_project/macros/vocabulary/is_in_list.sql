{#- Whether a `|` separated list names the value, without case; an empty list names everything. -#}
{% macro is_in_list(value, list) -%}
    ({{ list }} is null or position('|' || lower({{ value }}) || '|' in '|' || replace(lower({{ list }}), ' | ', '|') || '|') > 0)
{%- endmacro %}
