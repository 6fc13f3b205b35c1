-- If it failed, marketing and sales would read different numbers of leads or another gross for the same months.
with
funnel as (
    select
        coalesce(sum(leads), 0) as leads,
        coalesce(sum(lead_records), 0) as lead_records,
        coalesce(sum(sold), 0) as sold,
        coalesce(sum(sold_front_gross), 0) as front_gross
    from {{ ref('mart_funnel') }}
),

sources as (
    select
        coalesce(sum(leads), 0) as leads,
        coalesce(sum(lead_records), 0) as lead_records,
        coalesce(sum(case when lead_source <> 'unattributed' then sold end), 0) as sold,
        coalesce(sum(case when lead_source <> 'unattributed' then front_gross end), 0) as front_gross
    from {{ ref('mart_source_performance') }}
)

select
    funnel.leads,
    sources.leads as source_leads
from funnel
cross join sources
where funnel.leads <> sources.leads
    or funnel.lead_records <> sources.lead_records
    or funnel.sold <> sources.sold
    or funnel.front_gross <> sources.front_gross
