-- The vocabulary, and what nothing was sent for or no vocabulary knows.
{%- for channel in vocabularies()['channel'] + ['unmapped', 'unknown'] %}
select
    {{ event_key('comm_channel', ["'" ~ channel ~ "'"]) }} as comm_channel_key,
    '{{ channel }}' as channel,
    {{ loop.index }} as channel_order,
    {{ 'true' if channel in ['phone', 'video', 'walk_in'] else 'false' }} as is_live
{{ "union all" if not loop.last }}
{%- endfor %}
