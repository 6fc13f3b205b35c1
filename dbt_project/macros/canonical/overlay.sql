{#-
    A seed with the home's own rows (<home>/config/<seed>.csv, loaded to raw.config__<seed>) laid over the defaults: a row of
    the home replaces the default row of the same key, other rows of the home are added. Everything is text, trimmed.
-#}
{% macro overlay(seed, key, columns) -%}
with
defaults as (
    select {% for c in columns %}{{ clean_text("cast(" ~ c ~ " as varchar)") }} as {{ c }}, {% endfor %}1 as layer
    from {{ ref(seed) }}
),

home as (
    select {% for c in columns %}{{ clean_text(c) }} as {{ c }}, {% endfor %}2 as layer
    from {{ source('raw', 'config__' ~ seed) }}
),

layers as (
    select * from defaults
    union all
    select * from home
),

ranked as (
    select
        layers.*,
        row_number() over (
            partition by {% for c in key %}lower(coalesce({{ c }}, '')){{ ", " if not loop.last }}{% endfor %}
            order by layer desc, {% for c in columns %}{{ c }} nulls last{{ ", " if not loop.last }}{% endfor %}
        ) as rank_of_key
    from layers
),

overlaid as (
    select {{ columns | join(', ') }} from ranked where rank_of_key = 1
)
{%- endmacro %}
