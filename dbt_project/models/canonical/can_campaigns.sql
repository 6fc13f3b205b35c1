with
ranked as (
    select
        versions.*,
        row_number() over (partition by versions.platform, versions.campaign_id order by versions.version_number desc) as rank_from_latest
    from {{ ref('can_campaign_versions') }} as versions
)

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
    updated_at,
    row_id,
    batch_id,
    line_number,
    arrival,
    row_number,
    source_system
from ranked
where rank_from_latest = 1
