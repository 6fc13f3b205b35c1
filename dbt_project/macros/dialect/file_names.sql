{#-
    What a vendor's file is called says when it was made and for whom, where its rows do not.
-#}
{#- The time in a file's name (20260331_0530, 20260331T053000, 2026-03-31) as ISO 8601 text without an offset; null where there is none. -#}
{% macro time_in_file_name(column) -%}{{ return(adapter.dispatch('time_in_file_name')(column)) }}{%- endmacro %}
{% macro default__time_in_file_name(column) -%}
    {%- set found = "regexp_extract(" ~ column ~ ", '(?:^|\\D)((?:20\\d{2})-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\\d|3[01])(?:[-_T ]?(?:[01]\\d|2[0-3])[-:]?[0-5]\\d(?:[-:]?[0-5]\\d)?)?)(?:\\D[^/]*)?$', 1)" -%}
    {%- set digits = "regexp_replace(" ~ found ~ ", '\\D', '', 'g')" -%}
    strftime(try_strptime(rpad(nullif({{ digits }}, ''), 14, '0'), '%Y%m%d%H%M%S'), '%Y-%m-%dT%H:%M:%S')
{%- endmacro %}

{#-
    When a vendor's file says what it says, as ISO 8601 text: the time in its name, which is the store's local time (or `zone`), else the
    file's own time, which is UTC. A row without a change time of its own is as new as its file. A file's own time says when it was copied:
    pass `least(ledger.file_modified_at, clock.as_of_at)`, so that files of the past can be taken in today for a run of the past.
-#}
{% macro file_moment(file, file_modified_at, zone='') -%}
    coalesce({{ time_in_file_name(file) }}{{ " || '" ~ zone ~ "'" if zone }}, cast({{ file_modified_at }} as varchar) || 'Z')
{%- endmacro %}

{#- The part of a file's name that a pattern's first group matches; null where it does not. -#}
{% macro part_of_file_name(column, pattern) -%}{{ return(adapter.dispatch('part_of_file_name')(column, pattern)) }}{%- endmacro %}
{% macro default__part_of_file_name(column, pattern) -%}
    nullif(regexp_extract(regexp_extract({{ column }}, '[^/]*$'), '{{ pattern }}', 1), '')
{%- endmacro %}
