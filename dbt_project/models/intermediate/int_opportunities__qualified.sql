-- requirements LED-09, LED-31: qualified = the shopper was reached (a form alone never qualifies) and vehicle, timeline and, where the
-- home asks for it (parameter budget_required), budget are known on any of the leads.
select
    opportunities.opportunity_key,
    max(case when leads.vin is not null or leads.stock_number is not null or leads.model is not null then 1 else 0 end) = 1 as has_vehicle,
    max(case when leads.timeline is not null then 1 else 0 end) = 1 as has_timeline,
    max(case when leads.budget is not null then 1 else 0 end) = 1 as has_budget,
    max(case when leads.has_trade_in is not null then 1 else 0 end) = 1 as has_trade_status
from {{ ref('int_opportunities__leads') }} as opportunities
inner join {{ ref('can_leads') }} as leads on opportunities.lead_id = leads.lead_id
group by opportunities.opportunity_key
