{#- The path of a URL, without host, query and fragment, without a slash at its end: what a page is called. -#}
{% macro url_path(column) -%}{{ return(adapter.dispatch('url_path')(column)) }}{%- endmacro %}
{% macro default__url_path(column) -%}
    case when {{ column }} is not null then coalesce(nullif(rtrim(regexp_replace(regexp_replace({{ column }}, '^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*', ''), '[?#].*$', ''), '/'), ''), '/') end
{%- endmacro %}
