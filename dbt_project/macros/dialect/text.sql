{#- Where a text stands in another, from 1; 0 where it does not. -#}
{% macro position_of(needle, haystack) -%}{{ return(adapter.dispatch('position_of')(needle, haystack)) }}{%- endmacro %}
{% macro default__position_of(needle, haystack) -%}
    position({{ needle }} in {{ haystack }})
{%- endmacro %}

{#- The part of a text with this number, from 1, between separators; empty where there are fewer. -#}
{% macro part_of(text, separator, number) -%}{{ return(adapter.dispatch('part_of')(text, separator, number)) }}{%- endmacro %}
{% macro default__part_of(text, separator, number) -%}
    split_part({{ text }}, {{ separator }}, {{ number }})
{%- endmacro %}
