{#-
    From text to type. What an engine does its own way (regular expressions, casts that fail softly) stands here.
    The same rules are in ingestion/cells.py, which reports what does not parse; a test holds the two together.
-#}
{#- White space at the ends goes; nothing left is null. -#}
{% macro clean_text(column) -%}{{ return(adapter.dispatch('clean_text')(column)) }}{%- endmacro %}
{% macro default__clean_text(column) -%}
    nullif(trim({{ column }}, ' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(160)), '')
{%- endmacro %}

{#- The four below take text that clean_text has been over; what does not parse is null. -#}
{% macro to_int(column) -%}{{ return(adapter.dispatch('to_int')(column)) }}{%- endmacro %}
{% macro default__to_int(column) -%}
    case when regexp_matches({{ column }}, '^[+-]?\d+(\.0+)?$') then try_cast({{ column }} as bigint) end
{%- endmacro %}

{% macro to_number(column) -%}{{ return(adapter.dispatch('to_number')(column)) }}{%- endmacro %}
{% macro default__to_number(column) -%}
    case
        when regexp_matches({{ column }}, '^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$') then try_cast({{ column }} as decimal(18, 4))
    end
{%- endmacro %}

{% macro to_bool(column) -%}
    case lower({{ column }}) when 'true' then true when '1' then true when 'false' then false when '0' then false end
{%- endmacro %}

{% macro to_date(column) -%}{{ return(adapter.dispatch('to_date')(column)) }}{%- endmacro %}
{% macro default__to_date(column) -%}
    case
        when regexp_matches({{ column }}, '^\d{4}-\d{2}-\d{2}([T ]00:00(:00(\.0+)?)?)?$') then try_cast(substr({{ column }}, 1, 10) as date)
    end
{%- endmacro %}

{#- HH:MM as minutes after midnight; 24:00 is the end of the day. -#}
{% macro minutes_of_day(column) -%}{{ return(adapter.dispatch('minutes_of_day')(column)) }}{%- endmacro %}
{% macro default__minutes_of_day(column) -%}
    case
        when regexp_matches({{ column }}, '^\d{1,2}:\d{2}(:\d{2})?$')
            then try_cast(split_part({{ column }}, ':', 1) as integer) * 60 + try_cast(split_part({{ column }}, ':', 2) as integer)
    end
{%- endmacro %}

{#-
    An ISO 8601 text as a UTC timestamp without zone. With an offset or Z it is an instant; without one it is local time in `zone`.
    Where the clock is put back and a local time occurs twice, it is the first of the two; where it is put forward and a
    local time does not exist, it is the same instant as if the clock had not changed.
-#}
{% macro to_utc(column, zone) -%}{{ return(adapter.dispatch('to_utc')(column, zone)) }}{%- endmacro %}
{% macro default__to_utc(column, zone) -%}
    case
        when {{ column }} is null then null
        when regexp_matches({{ column }}, '^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?\s?([Zz]|[+-]\d{2}(:?\d{2})?)$')
            then timezone('UTC', try_cast(
                regexp_replace(
                    regexp_replace(replace(replace({{ column }}, ',', '.'), 'z', 'Z'), '\s?(Z|[+-]\d{2}(:?\d{2})?)$', '\1'),
                    '^(.{10}.\d{2}:\d{2})(Z|[+-].*)$', '\1:00\2'
                ) as timestamptz
            ))
        when regexp_matches({{ column }}, '^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?)?\s?$')
            then {{ local_to_utc("try_cast(replace(" ~ column ~ ", ',', '.') as timestamp)", zone) }}
    end
{%- endmacro %}

{#- A local wall-clock timestamp as UTC. -#}
{% macro local_to_utc(timestamp, zone) -%}{{ return(adapter.dispatch('local_to_utc')(timestamp, zone)) }}{%- endmacro %}
{% macro default__local_to_utc(timestamp, zone) -%}
    least(
        timezone('UTC', timezone({{ zone }}, {{ timestamp }})),
        timezone('UTC', timezone({{ zone }}, {{ timestamp }} - interval 1 hour)) + interval 1 hour
    )
{%- endmacro %}
