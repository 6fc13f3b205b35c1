{#-
    When a vendor's answer was given, as ISO 8601 text in UTC: the moment in the file's name (`…_20261102T162000Z…`), else the file's
    time. A file's own time says when it was copied, not what was known: one later than the run's clock counts as the clock, so that
    answers of the past can be taken in today for a run of the past. A moment in the name is believed as it stands.
-#}
{% macro answer_at(clock, file, file_time) -%}
    coalesce({{ moment_in_name(file) }}, cast(least({{ file_time }}, {{ clock }}) as varchar) || 'Z')
{%- endmacro %}

{% macro moment_in_name(file) -%}{{ return(adapter.dispatch('moment_in_name')(file)) }}{%- endmacro %}
{% macro default__moment_in_name(file) -%}
    strftime(
        try_strptime(nullif(regexp_extract({{ file }}, '(\d{8}T\d{6})Z?[^/]*$', 1), ''), '%Y%m%dT%H%M%S'), '%Y-%m-%dT%H:%M:%SZ'
    )
{%- endmacro %}
