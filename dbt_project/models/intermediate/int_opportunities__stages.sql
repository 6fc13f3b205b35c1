-- An opportunity is closed by stage when a record of it is sold, or when all of its records are lost or duplicates: a CRM marks the
-- repeated record of a shopper as a duplicate and goes on working the other one.
select
    opportunities.opportunity_key,
    max(case when staged.stage in ('sold', 'delivered') then 1 else 0 end) = 1
    or min(case when staged.stage in ('lost', 'duplicate') then 1 else 0 end) = 1 as is_closed_by_stage,
    max(case when staged.stage = 'lost' then 1 else 0 end) = 1
    and min(case when staged.stage in ('lost', 'duplicate') then 1 else 0 end) = 1 as is_lost,
    max(case when opportunities.lead_sequence = 1 then staged.stage end) as first_lead_stage,
    min(leads.next_action_at) as next_action_at
from {{ ref('int_opportunities__leads') }} as opportunities
inner join {{ ref('int_leads__staged') }} as staged on opportunities.lead_id = staged.lead_id
inner join {{ ref('can_leads') }} as leads on opportunities.lead_id = leads.lead_id
group by opportunities.opportunity_key
