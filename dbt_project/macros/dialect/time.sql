{#- Time arithmetic, where engines differ. All timestamps are UTC without zone; "local" is the store's zone. -#}
{% macro local_time(timestamp, zone) -%}{{ return(adapter.dispatch('local_time')(timestamp, zone)) }}{%- endmacro %}
{% macro default__local_time(timestamp, zone) -%}
    timezone({{ zone }}, timezone('UTC', {{ timestamp }}))
{%- endmacro %}

{#- The store's calendar date of an instant. -#}
{% macro local_date(timestamp, zone) -%}cast({{ local_time(timestamp, zone) }} as date){%- endmacro %}

{#- The store's hour of day (0–23) of an instant. -#}
{% macro local_hour(timestamp, zone) -%}cast(extract(hour from {{ local_time(timestamp, zone) }}) as integer){%- endmacro %}

{#- The instant at which a store-local date begins. -#}
{% macro start_of_local_day(date, zone) -%}{{ local_to_utc("cast(" ~ date ~ " as timestamp)", zone) }}{%- endmacro %}

{#- Seconds from one instant to another, with fractions of a second cut off towards zero. -#}
{% macro seconds_between(earlier, later) -%}{{ return(adapter.dispatch('seconds_between')(earlier, later)) }}{%- endmacro %}
{% macro default__seconds_between(earlier, later) -%}
    cast(trunc(date_diff('microsecond', {{ earlier }}, {{ later }}) / 1000000.0) as bigint)
{%- endmacro %}

{#- Whole days from one date to another; negative when the second is earlier. -#}
{% macro days_between(earlier, later) -%}{{ return(adapter.dispatch('days_between')(earlier, later)) }}{%- endmacro %}
{% macro default__days_between(earlier, later) -%}
    date_diff('day', {{ earlier }}, {{ later }})
{%- endmacro %}

{#- A date moved by a number of days (an expression; may be negative). -#}
{% macro add_days(date, days) -%}{{ return(adapter.dispatch('add_days')(date, days)) }}{%- endmacro %}
{% macro default__add_days(date, days) -%}
    cast({{ date }} + cast({{ days }} as integer) as date)
{%- endmacro %}

{#- A timestamp moved by a number of seconds (an expression; may be negative). -#}
{% macro add_seconds(timestamp, seconds) -%}{{ return(adapter.dispatch('add_seconds')(timestamp, seconds)) }}{%- endmacro %}
{% macro default__add_seconds(timestamp, seconds) -%}
    ({{ timestamp }} + to_seconds({{ seconds }}))
{%- endmacro %}

{% macro month_of(date) -%}cast(date_trunc('month', {{ date }}) as date){%- endmacro %}

{#- ISO week: its Monday. -#}
{% macro week_of(date) -%}cast(date_trunc('week', {{ date }}) as date){%- endmacro %}
