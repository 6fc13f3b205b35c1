-- Fine print: "leads and sold are opportunities whose first lead has the campaign_id, by local inquiry date, on the row with
-- ad_group_id `-` (made where the platform has ad groups)". One row per campaign and day carries them, whichever stores they went to:
-- ad spend has no finer key. A row is made only for a day that has leads.
with
spending as (
    select
        platform,
        account_id,
        campaign_id,
        ad_group_id,
        store_id,
        performance_date,
        cost as spend,
        impressions,
        clicks,
        is_complete
    from {{ ref('fct_ad_performance_daily') }}
),

inquiries as (
    select
        campaigns.platform,
        campaigns.campaign_id,
        opportunities.inquiry_date as performance_date,
        min(campaigns.account_id) as account_id,
        case
            when min(campaigns.store_id) is not null then min(campaigns.store_id)
            when count(distinct opportunities.store_id) = 1 then min(opportunities.store_id)
        end as store_id,
        count(*) as leads,
        count(opportunities.sold_on) as sold
    from {{ ref('fct_opportunities') }} as opportunities
    inner join {{ ref('int_ads__lead_campaigns') }} as campaigns
        on opportunities.campaign_id = campaigns.campaign_id and opportunities.lead_source = campaigns.lead_source
    group by campaigns.platform, campaigns.campaign_id, opportunities.inquiry_date
),

-- The account, the store and the completeness of that day's spend, where the campaign had any.
days as (
    select
        platform,
        campaign_id,
        performance_date,
        min(account_id) as account_id,
        case when count(distinct store_id) = 1 then min(store_id) end as store_id,
        min(case when is_complete then 1 when not is_complete then 0 end) = 1 as is_complete
    from spending
    group by platform, campaign_id, performance_date
),

placed as (
    select
        inquiries.platform,
        coalesce(days.account_id, inquiries.account_id) as account_id,
        inquiries.campaign_id,
        '-' as ad_group_id,
        coalesce(days.store_id, inquiries.store_id) as store_id,
        inquiries.performance_date,
        inquiries.leads,
        inquiries.sold,
        days.is_complete
    from inquiries
    left join days
        on
            inquiries.platform = days.platform
            and inquiries.campaign_id = days.campaign_id
            and inquiries.performance_date = days.performance_date
)

select
    coalesce(spending.platform, placed.platform) as platform,
    coalesce(spending.account_id, placed.account_id) as account_id,
    coalesce(spending.campaign_id, placed.campaign_id) as campaign_id,
    coalesce(spending.ad_group_id, placed.ad_group_id) as ad_group_id,
    case when spending.platform is not null then spending.store_id else placed.store_id end as store_id,
    coalesce(spending.performance_date, placed.performance_date) as performance_date,
    cast(coalesce(spending.spend, 0) as decimal(18, 4)) as spend,
    coalesce(spending.impressions, 0) as impressions,
    coalesce(spending.clicks, 0) as clicks,
    {{ ratio('spending.clicks', 'spending.impressions') }} as click_through_rate,
    coalesce(placed.leads, 0) as leads,
    coalesce(placed.sold, 0) as sold,
    case when spending.platform is not null then spending.is_complete else placed.is_complete end as is_complete
from spending
full outer join placed
    on
        spending.platform = placed.platform
        and spending.account_id = placed.account_id
        and spending.campaign_id = placed.campaign_id
        and spending.ad_group_id = placed.ad_group_id
        and spending.performance_date = placed.performance_date
