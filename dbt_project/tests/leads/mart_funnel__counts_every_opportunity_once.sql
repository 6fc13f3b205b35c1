-- If it failed, the funnel would show other totals than the opportunities behind it, and no two tables would agree.
with
funnel as (
    select
        sum(leads) as leads,
        sum(lead_records) as lead_records,
        sum(sold) as sold
    from {{ ref('mart_funnel') }}
),

facts as (
    select
        (select count(*) from {{ ref('fct_opportunities') }}) as leads,
        (select count(*) from {{ ref('fct_leads') }} where is_sales_lead) as lead_records,
        (select count(*) from {{ ref('fct_opportunities') }} where sold_on is not null) as sold
)

select
    funnel.leads,
    facts.leads as expected_leads
from funnel
cross join facts
where coalesce(funnel.leads, 0) <> facts.leads
    or coalesce(funnel.lead_records, 0) <> facts.lead_records
    or coalesce(funnel.sold, 0) <> facts.sold
