{#-
    Lists and objects that raw keeps as JSON text, where a vendor nests them in a record. Numbers in them are text, as sent.
-#}
{#- The value at a path (`$[0].name.first`) as text; null where there is none, or the text is no JSON. -#}
{% macro json_at(column, path) -%}{{ return(adapter.dispatch('json_at')(column, path)) }}{%- endmacro %}
{% macro default__json_at(column, path) -%}
    nullif(trim(json_extract_string(case when json_valid({{ column }}) then {{ column }} end, '{{ path }}')), '')
{%- endmacro %}

{#- Of a list of objects (at `path`, `$` where the text is the list) the first whose `key` is one of `values` (lower case): its value at `wanted`. -#}
{% macro json_find(column, path, key, values, wanted) -%}{{ return(adapter.dispatch('json_find')(column, path, key, values, wanted)) }}{%- endmacro %}
{% macro default__json_find(column, path, key, values, wanted) -%}
    nullif(trim(json_extract_string(
        list_filter(
            json_extract(case when json_valid({{ column }}) then {{ column }} end, '{{ path }}[*]'),
            lambda element: lower(json_extract_string(element, '$.{{ key }}')) in ({% for v in values %}'{{ v }}'{{ ", " if not loop.last }}{% endfor %})
        )[1], '$.{{ wanted }}'
    )), '')
{%- endmacro %}

{#- The sum of a number over a list of objects; null where there is none. -#}
{% macro json_sum(column, path) -%}{{ return(adapter.dispatch('json_sum')(column, path)) }}{%- endmacro %}
{% macro default__json_sum(column, path) -%}
    list_sum(list_transform(
        json_extract_string(case when json_valid({{ column }}) then {{ column }} end, '{{ path }}'),
        lambda amount: try_cast(amount as decimal(18, 4))
    ))
{%- endmacro %}
