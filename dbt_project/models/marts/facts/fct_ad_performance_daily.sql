-- The platform is a lead source like any other: a store's own map of it stands before the group's.
select
    {{ event_key('ad_day', ['ads.platform', 'ads.account_id', 'ads.campaign_id', 'ads.ad_group_id', 'ads.performance_date']) }} as ad_performance_key,
    {{ campaign_key('ads.platform', 'ads.campaign_id') }} as campaign_key,
    {{ store_key('ads.store_id') }} as store_key,
    {{ lead_source_key("coalesce(of_store.source_code, of_group.source_code, 'unmapped')") }} as lead_source_key,
    ads.platform,
    ads.account_id,
    ads.campaign_id,
    ads.ad_group_id,
    ads.store_id,
    coalesce(of_store.source_code, of_group.source_code, 'unmapped') as lead_source,
    coalesce(of_store.channel_group, of_group.channel_group, 'unknown') as channel_group,
    ads.performance_date,
    ads.impressions,
    ads.clicks,
    ads.cost,
    ads.conversions,
    ads.is_complete,
    ads.source_system
from {{ ref('can_ad_performance') }} as ads
left join {{ ref('ref_lead_source_map') }} as of_store on lower(ads.platform) = of_store.raw_value and ads.store_id = of_store.store_id
left join {{ ref('ref_lead_source_map') }} as of_group on lower(ads.platform) = of_group.raw_value and of_group.store_id = '*'
