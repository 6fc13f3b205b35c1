-- A source may stand for another channel at one store (its own map): the channel here is the group's.
with
mapped as (
    select
        source_code,
        min(case when store_id = '*' then channel_group end) as group_channel,
        min(channel_group) as any_channel
    from {{ ref('ref_lead_source_map') }}
    where source_code is not null
    group by source_code
),

fixed as (
    {%- for source in ['unknown', 'unmapped', 'unattributed'] %}
    select
        '{{ source }}' as source_code,
        'unknown' as group_channel,
        'unknown' as any_channel
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

members as (
    select * from mapped
    union all
    select fixed.*
    from fixed
    left join mapped on fixed.source_code = mapped.source_code
    where mapped.source_code is null
)

select
    {{ lead_source_key('source_code') }} as lead_source_key,
    source_code as lead_source,
    coalesce(group_channel, any_channel, 'unknown') as channel_group,
    source_code in ('google_ads', 'meta', 'microsoft_ads') as is_ad_platform,
    source_code not in ('walk_in', 'phone', 'unknown', 'unmapped', 'unattributed') as is_digital
from members
