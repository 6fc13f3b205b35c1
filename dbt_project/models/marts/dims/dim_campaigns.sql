-- History from the versions. A campaign that only spend or leads name is a member with nothing else known; what no platform knows is
-- the unknown member.
with
versions as (
    select
        campaigns.*,
        row_number() over (partition by campaigns.platform, campaigns.campaign_id order by campaigns.version_number) as version_sequence,
        lead(campaigns.updated_at) over (
            partition by campaigns.platform, campaigns.campaign_id
            order by campaigns.version_number
        ) as next_updated_at
    from {{ ref('can_campaign_versions') }} as campaigns
),

members as (
    select
        platform,
        campaign_id,
        account_id,
        campaign_name,
        channel_group,
        is_model_specific,
        make,
        model,
        dma,
        is_coop,
        case when version_sequence > 1 then updated_at end as valid_from,
        next_updated_at as valid_to,
        version_sequence as version_number,
        true as is_described
    from versions

    union all

    select
        known.platform,
        known.campaign_id,
        known.account_id,
        null as campaign_name,
        null as channel_group,
        null as is_model_specific,
        null as make,
        null as model,
        null as dma,
        null as is_coop,
        null as valid_from,
        null as valid_to,
        1 as version_number,
        false as is_described
    from {{ ref('int_ads__campaigns') }} as known
    left join versions on known.platform = versions.platform and known.campaign_id = versions.campaign_id
    where versions.platform is null

    union all

    select
        'unknown' as platform,
        'unknown' as campaign_id,
        null as account_id,
        null as campaign_name,
        null as channel_group,
        null as is_model_specific,
        null as make,
        null as model,
        null as dma,
        null as is_coop,
        null as valid_from,
        null as valid_to,
        1 as version_number,
        false as is_described
)

select
    {{ event_key('campaign_version', ['platform', 'campaign_id', 'version_number']) }} as campaign_version_key,
    {{ campaign_key('platform', 'campaign_id') }} as campaign_key,
    platform,
    campaign_id,
    account_id,
    campaign_name,
    channel_group,
    coalesce(is_model_specific, false) as is_model_specific,
    make,
    model,
    dma,
    coalesce(is_coop, false) as is_coop,
    valid_from as valid_from_at,
    valid_to as valid_to_at,
    version_number,
    valid_to is null as is_current,
    is_described
from members
