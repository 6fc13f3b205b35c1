{#- A parameter's value (seed `parameters`, overridable per home) as a scalar, typed by `as_type`. -#}
{% macro param(name, as_type='double') -%}
    (select cast(parameter_value as {{ as_type }}) from {{ ref('ref_parameters') }} where parameter = '{{ name }}')
{%- endmacro %}
