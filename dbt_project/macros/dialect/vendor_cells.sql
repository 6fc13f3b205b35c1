{#-
    Cells as vendors write them. ingestion/sources/exports/reading.py reports what these cannot read. All take text that clean_text has been over.
-#}
{#- `$24,995.00`, `24995 USD`, `64,000 miles`, `(500.00)` as a number. Commas stand before three digits, or the cell is none. -#}
{% macro vendor_number(column) -%}{{ return(adapter.dispatch('vendor_number')(column)) }}{%- endmacro %}
{% macro default__vendor_number(column) -%}
    {%- set plain = "regexp_replace(regexp_replace(lower(" ~ column ~ "), '^\\(\\s*(.*?)\\s*\\)$', '-\\1'), '^(-?)\\s*(?:us\\$|c\\$|usd|cad|[$€£])?\\s*(.*?)\\s*(?:usd|cad|eur|[$€£]|miles|mile|mi\\.?)?$', '\\1\\2')" -%}
    {{ to_number("case when regexp_matches(" ~ plain ~ ", '^[+-]?\\d{1,3}(,\\d{3})+(\\.\\d*)?$') then replace(" ~ plain ~ ", ',', '') else " ~ plain ~ " end") }}
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

{#-
    A date: month before day, as in this trade's country, unless the first number cannot be a month; ISO 8601, YYYYMMDD, months by name and
    epoch seconds (of UTC) too. The time of day, if any, is dropped.
-#}
{% macro vendor_date(column) -%}{{ return(adapter.dispatch('vendor_date')(column)) }}{%- endmacro %}
{% macro default__vendor_date(column) -%}
    {%- set slashed = "replace(replace(regexp_extract(" ~ column ~ ", '^\\d{1,4}[-/.]\\d{1,2}[-/.]\\d{1,4}'), '-', '/'), '.', '/')" -%}
    case
        when regexp_matches({{ column }}, '^\d{4}-\d{2}-\d{2}') then try_cast(substr({{ column }}, 1, 10) as date)
        when regexp_matches({{ column }}, '^(19|20)\d{6}([T ].*|\d{4}(\d{2})?)?$') then cast(try_strptime(substr({{ column }}, 1, 8), '%Y%m%d') as date)
        when regexp_matches({{ column }}, '^\d{10}(\d{3}){0,2}$') then cast(make_timestamp(cast(rpad({{ column }}, 16, '0') as bigint)) as date)
        when regexp_matches({{ column }}, '^\d{1,2}[-/.]\d{1,2}[-/.]\d{2}(\D|$)')
            then cast(try_strptime({{ slashed }}, ['%m/%d/%y', '%d/%m/%y']) as date)
        when regexp_matches({{ column }}, '^\d{1,4}[-/.]\d{1,2}[-/.]')
            then cast(try_strptime({{ slashed }}, ['%m/%d/%Y', '%d/%m/%Y', '%Y/%m/%d']) as date)
        else cast(try_strptime(
            regexp_replace(
                regexp_replace(
                    lower({{ column }}),
                    '^(?:[a-z]{3,9}\.?,?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s-]+([a-z]{3})[a-z]*\.?,?[\s-]+(\d{4})(?:\D.*)?$', '\1 \2 \3'
                ),
                '^(?:[a-z]{3,9}\.?,?\s+)?([a-z]{3})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,\s*|\s+)(\d{4})(?:\D.*)?$', '\2 \1 \3'
            ), '%d %b %Y'
        ) as date)
    end
{%- endmacro %}

{#-
    A moment as ISO 8601 text, which canonical gives its time zone. Without an offset or a zone's name it gets `zone` (`Z` for a vendor whose
    times are UTC, '' for store-local ones). Epoch seconds, milliseconds and microseconds are UTC. A day alone is its midnight.
-#}
{% macro vendor_moment(column, zone='') -%}{{ return(adapter.dispatch('vendor_moment')(column, zone)) }}{%- endmacro %}
{% macro default__vendor_moment(column, zone='') -%}
    case
        when regexp_matches({{ column }}, '^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*([Zz]|[+-]\d{2}:?\d{2})$') then {{ column }}
        when regexp_matches({{ column }}, '^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?)?$') then {{ column }} || '{{ zone }}'
        when regexp_matches({{ column }}, '^\d{10}(\d{3}){0,2}$')
            then strftime(make_timestamp(cast(rpad({{ column }}, 16, '0') as bigint)), '%Y-%m-%dT%H:%M:%S.%fZ')
        when regexp_matches({{ column }}, '^(19|20)\d{6}[T ]?\d{4}(\d{2})?$')
            then strftime(try_strptime(rpad(regexp_replace({{ column }}, '\D', ''), 14, '0'), '%Y%m%d%H%M%S'), '%Y-%m-%dT%H:%M:%S') || '{{ zone }}'
        else
            strftime({{ default__vendor_date(column) }}, '%Y-%m-%d') || 'T' || coalesce(
                strftime(try_strptime(
                    replace(replace(upper(nullif(regexp_extract({{ column }}, '\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AaPp]\.?[Mm]\.?)?'), '')), '.', ''), ' ', ''),
                    ['%I:%M:%S%p', '%I:%M%p', '%H:%M:%S', '%H:%M']
                ), '%H:%M:%S'), '00:00:00'
            ) || coalesce(
                nullif(regexp_extract({{ column }}, ':\d{2}.*?([+-]\d{2}:?\d{2})$', 1), ''),
                case upper(regexp_extract({{ column }}, '([A-Za-z]{1,4})\)?$', 1))
                    when 'Z' then 'Z' when 'UTC' then 'Z' when 'GMT' then 'Z'
                    {% for name, hours in [('EST', 5), ('EDT', 4), ('CST', 6), ('CDT', 5), ('MST', 7), ('MDT', 6), ('PST', 8), ('PDT', 7)] -%}
                    when '{{ name }}' then '-0{{ hours }}:00' {% endfor %}
                end,
                '{{ zone }}'
            )
    end
{%- endmacro %}
