{#- What only GA4 and the ASC parameters need, where engines differ. -#}
{#- A parameter of the ASC model: trimmed; `NA` means not applicable. -#}
{% macro asc_value(column) -%}
    nullif(nullif(nullif({{ clean_text(column) }}, 'NA'), 'na'), '(not set)')
{%- endmacro %}

{#- A text that is a VIN (17 characters, no I, O, Q), upper case; else null. -#}
{% macro vin_or_null(text) -%}{{ return(adapter.dispatch('vin_or_null')(text)) }}{%- endmacro %}
{% macro default__vin_or_null(text) -%}
    case when regexp_matches(upper({{ text }}), '^[A-HJ-NPR-Z0-9]{17}$') then upper({{ text }}) end
{%- endmacro %}

{#- A value of the first object in a JSON list. -#}
{% macro of_first_object(json_list, name) -%}{{ return(adapter.dispatch('of_first_object')(json_list, name)) }}{%- endmacro %}
{% macro default__of_first_object(json_list, name) -%}
    case when starts_with({{ json_list }}, '[{') then json_extract_string({{ json_list }}, '$[0].{{ name }}') end
{%- endmacro %}

{#- The day (YYYYMMDD) of an export partition, from its file's name; null for any other file. -#}
{% macro partition_of_file(file) -%}{{ return(adapter.dispatch('partition_of_file')(file)) }}{%- endmacro %}
{% macro default__partition_of_file(file) -%}
    nullif(regexp_extract({{ file }}, 'events_(?:intraday_)?(\d{8})[^/]*$', 1), '')
{%- endmacro %}

{#- The number of a shard (twelve digits, as BigQuery writes it); empty for a partition in one file. -#}
{% macro shard_of_file(file) -%}{{ return(adapter.dispatch('shard_of_file')(file)) }}{%- endmacro %}
{% macro default__shard_of_file(file) -%}
    coalesce(regexp_extract({{ file }}, 'events_[^/]*[-_](\d{12})\.[^/]*$', 1), '')
{%- endmacro %}
