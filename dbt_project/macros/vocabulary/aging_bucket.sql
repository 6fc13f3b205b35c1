{#- Rule 3: the label `60+` means 61 days and more; day 60 is in `46-60`. -#}
{% macro aging_bucket(days) -%}
    case
        when {{ days }} <= 15 then '0-15'
        when {{ days }} <= 30 then '16-30'
        when {{ days }} <= 45 then '31-45'
        when {{ days }} <= 60 then '46-60'
        else '60+'
    end
{%- endmacro %}
