-- If it failed, a reader who joins the funnel to anything by its key would count twice.
select
    store_id,
    inquiry_date,
    lead_source
from {{ ref('mart_funnel') }}
group by store_id, inquiry_date, lead_source, channel_group, campaign_id, make, model, lead_type, agent_id, daypart
having count(*) > 1
