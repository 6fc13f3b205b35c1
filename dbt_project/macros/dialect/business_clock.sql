{#- Local midnight plus minutes, as a wall-clock timestamp. -#}
{% macro local_minutes(date, minutes) -%}{{ return(adapter.dispatch('local_minutes')(date, minutes)) }}{%- endmacro %}
{% macro default__local_minutes(date, minutes) -%}
    (cast({{ date }} as timestamp) + to_seconds(cast({{ minutes }} as integer) * 60))
{%- endmacro %}

{#- Staffed seconds of a store from the beginning of its calendar up to a moment of the given day (a row of int_stores__staffed_days). -#}
{% macro staffed_seconds_until(moment, day) -%}
    {{ day }}.staffed_seconds_before + case
        when {{ day }}.staffed_from is null or {{ moment }} <= {{ day }}.staffed_from then 0
        when {{ moment }} >= {{ day }}.staffed_to then {{ day }}.staffed_seconds
        else {{ seconds_between(day ~ '.staffed_from', moment) }}
    end
{%- endmacro %}
