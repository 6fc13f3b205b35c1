-- An answer names a campaign with each of its days; what counts is when its name, account or channel changed.
{%- set told = "coalesce(account_id, '') || '|' || coalesce(channel_group, '') || '|' || coalesce(campaign_name, '')" %}
with
rows_of_platforms as (
    {%- for vendor in ['google_ads', 'meta_ads', 'microsoft_ads'] %}
    select * from {{ ref('stg_' ~ vendor ~ '__campaigns') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

ranked as (
    select
        rows_of_platforms.*,
        {{ told }} as told,
        row_number() over (
            partition by platform, campaign_id, updated_at
            order by case when campaign_name is null then 1 else 0 end, arrival desc, row_number desc
        ) as rank_in_answer
    from rows_of_platforms
    where campaign_id is not null
),

changes as (
    select
        ranked.*,
        lag(told) over (partition by platform, campaign_id order by updated_at) as told_before
    from ranked
    where rank_in_answer = 1
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
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from changes
where told_before is null or told_before <> told
