{#-
    The band of a metric (seed `thresholds`) for each combination of `keys` that `source` holds: the closest row wins, by
    store, then model, then make, then class; `*` stands for any.
-#}
{% macro threshold_bands(metric, source, keys) -%}
    select {% for key in keys %}{{ key }}, {% endfor %}low, high
    from (
        select
            {% for key in keys %}asked.{{ key }}, {% endfor %}
            cast(bands.low as double) as low,
            cast(bands.high as double) as high,
            row_number() over (
                partition by {% for key in keys %}asked.{{ key }}{{ ", " if not loop.last }}{% endfor %}
                order by
                    case when bands.store_id = '*' then 1 else 0 end,
                    case when bands.model = '*' then 1 else 0 end,
                    case when bands.make = '*' then 1 else 0 end,
                    case when bands.vehicle_class = '*' then 1 else 0 end,
                    bands.low, bands.high
            ) as rank_of_band
        from (select distinct {{ keys | join(', ') }} from {{ source }}) as asked
        inner join {{ ref('ref_thresholds') }} as bands
            on bands.metric = '{{ metric }}'
            {%- for key in keys %}
            and (bands.{{ key }} = '*' or lower(bands.{{ key }}) = lower(asked.{{ key }}))
            {%- endfor %}
    ) as ranked_bands
    where rank_of_band = 1
{%- endmacro %}

{#- Fine print: `no_sales` where stock > 0 and nothing sold; no stock = `under`; else against the band, whose edges are in balance. -#}
{% macro days_supply_status(units, sold, low, high) -%}
    case
        when {{ units }} = 0 then 'under'
        when {{ sold }} = 0 then 'no_sales'
        when {{ units }} * {{ param('days_supply_window_days') }} < {{ low }} * {{ sold }} then 'under'
        when {{ units }} * {{ param('days_supply_window_days') }} > {{ high }} * {{ sold }} then 'over'
        else 'balanced'
    end
{%- endmacro %}
