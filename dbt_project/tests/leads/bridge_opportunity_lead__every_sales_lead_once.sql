-- If it failed, a shopper's record would be lost, or one that must not count (test, spam, service) would count.
select
    leads.lead_key,
    leads.is_sales_lead
from {{ ref('fct_leads') }} as leads
left join {{ ref('bridge_opportunity_lead') }} as bridge on leads.lead_key = bridge.lead_key
where leads.is_sales_lead <> (bridge.lead_key is not null)
