-- An opportunity is closed by stage when a record of it is sold, or when all of its records are lost or duplicates: a CRM marks the
-- repeated record of a shopper as a duplicate and goes on working the other one.
with
records as (
    select
        opportunities.opportunity_key,
        opportunities.lead_sequence,
        staged.stage,
        staged.staged_at,
        leads.next_action_at,
        staged.stage in ('sold', 'delivered') as is_sold_stage,
        coalesce(staged.stage in ('lost', 'duplicate'), false) as is_lost_stage
    from {{ ref('int_opportunities__leads') }} as opportunities
    inner join {{ ref('int_leads__staged') }} as staged on opportunities.lead_id = staged.lead_id
    inner join {{ ref('can_leads') }} as leads on opportunities.lead_id = leads.lead_id
)

select
    opportunity_key,
    max(case when is_sold_stage then 1 else 0 end) = 1 or min(case when is_lost_stage then 1 else 0 end) = 1 as is_closed_by_stage,
    max(case when stage = 'lost' then 1 else 0 end) = 1 and min(case when is_lost_stage then 1 else 0 end) = 1 as is_lost,
    coalesce(min(case when is_sold_stage then staged_at end), case when min(case when is_lost_stage then 1 else 0 end) = 1 then max(staged_at) end)
        as closed_by_stage_at,
    max(case when lead_sequence = 1 then stage end) as first_lead_stage,
    min(next_action_at) as next_action_at
from records
group by opportunity_key
