-- Leads and calls name a campaign without its platform. Where two platforms use the same id it is the platform that is the lead's own source,
-- then one that has spend, then the first by name.
with
named as (
    select
        campaign_id,
        source_code as lead_source
    from {{ ref('can_leads') }}
    where campaign_id is not null
    union
    select
        campaign_id,
        source_code as lead_source
    from {{ ref('can_calls') }}
    where campaign_id is not null
),

ranked as (
    select
        named.campaign_id,
        named.lead_source,
        campaigns.platform,
        campaigns.account_id,
        campaigns.store_id,
        row_number() over (
            partition by named.campaign_id, named.lead_source
            order by
                case when campaigns.platform = named.lead_source then 0 else 1 end,
                case when campaigns.has_spend then 0 else 1 end,
                campaigns.platform
        ) as rank_of_platform
    from named
    inner join {{ ref('int_ads__campaigns') }} as campaigns on named.campaign_id = campaigns.campaign_id
)

select
    campaign_id,
    lead_source,
    platform,
    account_id,
    store_id
from ranked
where rank_of_platform = 1
