{#- Rule 1 of the marts: a vehicle's class is `new` or `used`; certified and demo count as used. What was not given stays `unknown`. -#}
{% macro market_class(vehicle_class) -%}
    case
        when {{ vehicle_class }} = 'new' then 'new'
        when {{ vehicle_class }} in ('used', 'certified', 'demo') then 'used'
        else 'unknown'
    end
{%- endmacro %}
