{%- for device in ['mobile', 'desktop', 'tablet', 'unknown'] %}
select
    {{ event_key('device', ["'" ~ device ~ "'"]) }} as device_key,
    '{{ device }}' as device
{{ "union all" if not loop.last }}
{%- endfor %}
