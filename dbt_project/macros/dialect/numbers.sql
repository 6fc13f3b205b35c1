{#- A ratio that is null, not an error and not infinity, where there is nothing to divide by. -#}
{% macro ratio(numerator, denominator) -%}
    cast({{ numerator }} as double) / nullif(cast({{ denominator }} as double), 0)
{%- endmacro %}

{#- The exact percentile by linear interpolation, as an aggregate; nulls do not count. -#}
{% macro percentile(column, fraction) -%}{{ return(adapter.dispatch('percentile')(column, fraction)) }}{%- endmacro %}
{% macro default__percentile(column, fraction) -%}
    quantile_cont({{ column }}, {{ fraction }})
{%- endmacro %}
{% macro median(column) -%}{{ percentile(column, 0.5) }}{%- endmacro %}
