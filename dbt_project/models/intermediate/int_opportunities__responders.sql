-- Who gave the first human response, and how: decisions.md C-45, a leaderboard is by responder, an SLA by owner.
with
ranked as (
    select
        opportunity_key,
        agent_id,
        channel,
        row_number() over (
            partition by opportunity_key
            order by counted_at, occurred_at, channel, agent_id nulls last, lead_id
        ) as rank_of_response
    from {{ ref('int_interactions__touches') }}
    where is_response and counted_at is not null
)

select
    opportunity_key,
    agent_id,
    channel
from ranked
where rank_of_response = 1
