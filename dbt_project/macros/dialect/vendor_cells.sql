{#-
    Cells as vendors write them. ingestion/sources/exports/reading.py reports what these cannot read. All take text that clean_text has been over.
-#}
{#- `$24,995.00`, `24995 USD`, `64,000 miles`, `(500.00)` as a number. -#}
{% macro vendor_number(column) -%}{{ return(adapter.dispatch('vendor_number')(column)) }}{%- endmacro %}
{% macro default__vendor_number(column) -%}
    {{ to_number("regexp_replace(regexp_replace(replace(lower(" ~ column ~ "), ',', ''), '^\\(\\s*(.*?)\\s*\\)$', '-\\1'), '^(-?)\\s*(?:us\\$|c\\$|usd|cad|[$€£])?\\s*(.*?)\\s*(?:usd|cad|eur|[$€£]|miles|mile|mi\\.?)?$', '\\1\\2')") }}
{%- endmacro %}

{#- A whole number, also where it is written with decimals. -#}
{% macro vendor_int(column) -%}
    cast({{ vendor_number(column) }} as bigint)
{%- endmacro %}

{% macro vendor_bool(column) -%}
    case
        when lower({{ column }}) in ('true', '1', 'yes', 'y', 't') then true
        when lower({{ column }}) in ('false', '0', 'no', 'n', 'f') then false
    end
{%- endmacro %}

{#- A date: month before day, as in this trade's country; ISO 8601 and YYYYMMDD too. The time of day, if any, is dropped. -#}
{% macro vendor_date(column) -%}{{ return(adapter.dispatch('vendor_date')(column)) }}{%- endmacro %}
{% macro default__vendor_date(column) -%}
    case
        when regexp_matches({{ column }}, '^\d{4}-\d{2}-\d{2}') then try_cast(substr({{ column }}, 1, 10) as date)
        when regexp_matches({{ column }}, '^\d{8}$') then cast(try_strptime({{ column }}, '%Y%m%d') as date)
        when regexp_matches({{ column }}, '^\d{1,2}[-/.]\d{1,2}[-/.]\d{2}(\D|$)')
            then cast(try_strptime(replace(replace(regexp_extract({{ column }}, '^\S+'), '-', '/'), '.', '/'), '%m/%d/%y') as date)
        else cast(try_strptime(
            replace(replace(regexp_extract({{ column }}, '^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}'), '-', '/'), '.', '/'), ['%m/%d/%Y', '%Y/%m/%d']
        ) as date)
    end
{%- endmacro %}

{#-
    A moment as ISO 8601 text, which canonical gives its time zone. Without an offset it gets `zone` (`Z` for a vendor whose times are UTC,
    '' for store-local ones). Epoch seconds, milliseconds and microseconds are UTC.
-#}
{% macro vendor_moment(column, zone='') -%}{{ return(adapter.dispatch('vendor_moment')(column, zone)) }}{%- endmacro %}
{% macro default__vendor_moment(column, zone='') -%}
    case
        when regexp_matches({{ column }}, '^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*([Zz]|[+-]\d{2}:?\d{2})$') then {{ column }}
        when regexp_matches({{ column }}, '^\d{4}-\d{2}-\d{2}') then {{ column }} || '{{ zone }}'
        when regexp_matches({{ column }}, '^\d{10}(\d{3}){0,2}$')
            then strftime(make_timestamp(cast(rpad({{ column }}, 16, '0') as bigint)), '%Y-%m-%dT%H:%M:%S.%fZ')
        else strftime(try_strptime({{ column }}, [
            '%m/%d/%Y %I:%M:%S %p', '%m/%d/%Y %I:%M %p', '%m/%d/%Y %H:%M:%S', '%m/%d/%Y %H:%M', '%m/%d/%Y', '%Y%m%d'
        ]), '%Y-%m-%dT%H:%M:%S') || '{{ zone }}'
    end
{%- endmacro %}
