{#-
    When a vendor's answer was given, as ISO 8601 text in UTC: the moment in the file's name (`…_20261102T162000Z…`), or the file's time
    where that is earlier; without a moment in the name the file's time. That says when a file was copied, not what was known: one later
    than the run's clock counts as the clock, so that answers of the past can be taken in today for a run of the past.
-#}
{% macro answer_at(clock, file, file_time) -%}
    cast(
        case
            when {{ moment_in_name(file) }} is null then least({{ file_time }}, {{ clock }})
            else least({{ moment_in_name(file) }}, {{ file_time }})
        end as varchar
    ) || 'Z'
{%- endmacro %}

{% macro moment_in_name(file) -%}{{ return(adapter.dispatch('moment_in_name')(file)) }}{%- endmacro %}
{% macro default__moment_in_name(file) -%}
    try_strptime(nullif(regexp_extract({{ file }}, '(\d{8}T\d{6})Z?[^/]*$', 1), ''), '%Y%m%dT%H%M%S')
{%- endmacro %}
