-- If it failed, spend or leads of a campaign's day would be counted twice.
select
    platform,
    account_id,
    campaign_id,
    ad_group_id,
    performance_date
from {{ ref('mart_ad_efficiency') }}
group by platform, account_id, campaign_id, ad_group_id, performance_date
having count(*) > 1
