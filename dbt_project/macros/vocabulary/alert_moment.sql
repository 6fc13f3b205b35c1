{#-
    When a condition passes its rule's limit. One that is timed by a moment: that moment and the limit, by its unit. One that is counted in
    local days: the beginning of the first day that counts – above 45 is the 46th, a streak of 3 is its third day, a rule without a limit
    the first – and not before the day from which it could be seen.
-#}
{% macro alert_moment(condition, rule, zone) -%}
    case
        when {{ condition }}.started_on is null
            then {{ add_seconds(condition ~ '.started_at', "cast(" ~ rule ~ ".limit_value * case " ~ rule ~ ".limit_unit"
                ~ " when 'minutes' then 60 when 'hours' then 3600 when 'days' then 86400 else 1 end as bigint)") }}
        else {{ start_of_local_day('greatest(' ~ add_days(
            condition ~ '.started_on',
            "coalesce(" ~ rule ~ ".limit_value, 0) + case " ~ rule ~ ".rule_condition when 'above' then 1 when 'streak_at_least' then -1 else 0 end"
        ) ~ ', coalesce(' ~ condition ~ '.seen_from_on, ' ~ condition ~ '.started_on))', zone) }}
    end
{%- endmacro %}
