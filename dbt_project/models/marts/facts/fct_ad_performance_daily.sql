select
    {{ event_key('ad_day', ['ads.platform', 'ads.account_id', 'ads.campaign_id', 'ads.ad_group_id', 'ads.performance_date']) }} as ad_performance_key,
    {{ campaign_key('ads.platform', 'ads.campaign_id') }} as campaign_key,
    {{ store_key('ads.store_id') }} as store_key,
    {{ lead_source_key("coalesce(sources.source_code, 'unmapped')") }} as lead_source_key,
    ads.platform,
    ads.account_id,
    ads.campaign_id,
    ads.ad_group_id,
    ads.store_id,
    ads.performance_date,
    ads.impressions,
    ads.clicks,
    ads.cost,
    ads.conversions,
    ads.is_complete,
    ads.source_system
from {{ ref('can_ad_performance') }} as ads
left join {{ ref('ref_lead_source_map') }} as sources on lower(ads.platform) = sources.raw_value and sources.store_id = '*'
