-- marts_contract, rule 7: "A call is linked by calls.lead_id or by an interaction with its call_id". An interaction names a call
-- without its provider: of several providers' calls of that id it is the one of the lead itself, then of its store, then the first.
with
by_call as (
    select
        calls.provider,
        calls.call_id,
        calls.lead_id
    from {{ ref('can_calls') }} as calls
    where calls.lead_id is not null
),

candidates as (
    select
        interactions.interaction_id,
        interactions.lead_id,
        calls.provider,
        calls.call_id,
        row_number() over (
            partition by interactions.interaction_id
            order by
                case when calls.lead_id = interactions.lead_id then 0 else 1 end,
                case when calls.store_id = leads.store_id then 0 else 1 end,
                calls.provider
        ) as rank_of_call
    from {{ ref('can_lead_interactions') }} as interactions
    inner join {{ ref('can_calls') }} as calls on interactions.call_id = calls.call_id
    left join {{ ref('can_leads') }} as leads on interactions.lead_id = leads.lead_id
),

links as (
    select
        provider,
        call_id,
        lead_id,
        interaction_id
    from candidates
    where rank_of_call = 1

    union all

    select
        by_call.provider,
        by_call.call_id,
        by_call.lead_id,
        null as interaction_id
    from by_call
    left join candidates
        on
            by_call.provider = candidates.provider
            and by_call.call_id = candidates.call_id
            and by_call.lead_id = candidates.lead_id
            and candidates.rank_of_call = 1
    where candidates.interaction_id is null
)

select
    links.provider,
    links.call_id,
    links.lead_id,
    links.interaction_id,
    calls.agent_id,
    calls.started_at,
    calls.direction,
    coalesce(calls.outcome, 'unknown') = 'answered' as is_answered,
    coalesce(calls.direction, 'unknown') = 'inbound' and coalesce(calls.outcome, 'unknown') = 'answered' as is_answered_inbound,
    {{ add_seconds('calls.started_at', 'coalesce(calls.ring_seconds, 0)') }} as answered_at
from links
inner join {{ ref('can_calls') }} as calls on links.provider = calls.provider and links.call_id = calls.call_id
