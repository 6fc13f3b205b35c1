-- What is known of a campaign, from the campaign list and from its spend. Its account is that of its latest spend, its store the one
-- that its spend names, where it names exactly one.
with
spending as (
    select
        platform,
        campaign_id,
        account_id,
        max(performance_date) as last_performance_date
    from {{ ref('can_ad_performance') }}
    group by platform, campaign_id, account_id
),

accounts as (
    select
        spending.*,
        row_number() over (partition by platform, campaign_id order by last_performance_date desc, account_id asc) as rank_of_account
    from spending
),

stores as (
    select
        platform,
        campaign_id,
        case when count(distinct store_id) = 1 then min(store_id) end as store_id
    from {{ ref('can_ad_performance') }}
    group by platform, campaign_id
),

every_campaign as (
    select
        platform,
        campaign_id
    from spending
    union
    select
        platform,
        campaign_id
    from {{ ref('can_campaigns') }}
)

select
    every_campaign.platform,
    every_campaign.campaign_id,
    coalesce(accounts.account_id, campaigns.account_id, '-') as account_id,
    stores.store_id,
    accounts.account_id is not null as has_spend
from every_campaign
left join accounts
    on every_campaign.platform = accounts.platform and every_campaign.campaign_id = accounts.campaign_id and accounts.rank_of_account = 1
left join stores on every_campaign.platform = stores.platform and every_campaign.campaign_id = stores.campaign_id
left join {{ ref('can_campaigns') }} as campaigns
    on every_campaign.platform = campaigns.platform and every_campaign.campaign_id = campaigns.campaign_id
