-- marts_contract, rule 7: "call and interaction are then one event, at the moment of answer (started_at + ring_seconds). An answered
-- inbound call that is linked is two-way by itself." A call that nobody answered has no such moment: its interaction keeps its own.
with
logged as (
    select
        interactions.lead_id,
        interactions.agent_id,
        interactions.channel,
        interactions.direction,
        interactions.kind,
        case when coalesce(calls.is_answered, false) then calls.answered_at else interactions.occurred_at end as occurred_at,
        interactions.direction = 'outbound' and coalesce(interactions.kind, 'unknown') = 'human_personalised' as is_human_outbound,
        coalesce(interactions.is_two_way, false) as is_two_way,
        coalesce(calls.is_answered_inbound, false) as is_answered_inbound
    from {{ ref('can_lead_interactions') }} as interactions
    left join {{ ref('int_calls__linked') }} as calls on interactions.interaction_id = calls.interaction_id
),

-- Of the calls without an interaction only an answered inbound one counts for a clock; the others are in fct_calls.
only_calls as (
    select
        lead_id,
        agent_id,
        'phone' as channel,
        direction,
        null as kind,
        answered_at as occurred_at,
        false as is_human_outbound,
        false as is_two_way,
        is_answered_inbound
    from {{ ref('int_calls__linked') }}
    where interaction_id is null and is_answered_inbound
),

touches as (
    select * from logged
    union all
    select * from only_calls
)

select
    opportunities.opportunity_key,
    touches.lead_id,
    touches.agent_id,
    touches.channel,
    touches.direction,
    touches.kind,
    touches.occurred_at,
    -- "Interactions before inquiry_at do not count, except the call that created the lead: an answered inbound call linked to a
    -- lead of origin phone_call counts even if it was earlier, as 0 seconds."
    case
        when touches.occurred_at >= opened.inquiry_at then touches.occurred_at
        when touches.is_answered_inbound and leads.lead_origin = 'phone_call' then opened.inquiry_at
    end as counted_at,
    touches.is_human_outbound or touches.is_answered_inbound as is_response,
    touches.is_two_way or touches.is_answered_inbound as is_two_way,
    touches.is_answered_inbound
from touches
inner join {{ ref('int_opportunities__leads') }} as opportunities on touches.lead_id = opportunities.lead_id
inner join {{ ref('int_opportunities__opened') }} as opened on opportunities.opportunity_key = opened.opportunity_key
inner join {{ ref('int_leads__classified') }} as leads on touches.lead_id = leads.lead_id
where touches.occurred_at <= opened.as_of_at
