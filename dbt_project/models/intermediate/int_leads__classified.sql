-- marts_contract, rule 5: "Test, spam and non-sales (service, parts) leads belong to no opportunity and to no metric here", and
-- "A lead's time is the earlier of inquiry_at and crm_created_at."
select
    leads.lead_id,
    leads.store_id,
    clock.group_id,
    clock.timezone,
    least(leads.inquiry_at, coalesce(leads.crm_created_at, leads.inquiry_at)) as lead_at,
    leads.session_id,
    leads.lead_origin,
    leads.vin,
    not leads.is_test
    and not leads.is_spam
    and leads.department not in ('service', 'parts', 'service_advisors')
    and coalesce(leads.lead_type, 'unknown') not in ('service', 'parts') as is_sales_lead
from {{ ref('can_leads') }} as leads
inner join {{ ref('int_stores__clock') }} as clock on leads.store_id = clock.store_id
