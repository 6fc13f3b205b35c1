{#-
    metrics M-28: a sale that the website brought is traced when each link of its chain is there: a visit to the site up to the inquiry, the
    inquiry, a person's answer, the shopper at the store, the sale. The first link that is missing is named.
-#}
with
visits as (
    select
        trace.opportunity_key,
        count(*) as web_events
    from {{ ref('mart_lead_trace') }} as trace
    inner join {{ ref('fct_web_events') }} as web_events on trace.event_key = web_events.web_event_key
    inner join {{ ref('fct_opportunities') }} as opportunities on trace.opportunity_key = opportunities.opportunity_key
    where trace.occurred_at <= opportunities.inquiry_at
    group by trace.opportunity_key
),

linked as (
    select
        opportunities.opportunity_key,
        opportunities.store_id,
        opportunities.campaign_id,
        opportunities.inquiry_date,
        opportunities.sold_on as sold_date,
        coalesce(visits.web_events, 0) as web_events_before,
        coalesce(visits.web_events, 0) > 0 as has_visit,
        opportunities.first_response_at is not null as has_answer,
        opportunities.shown_at is not null as has_show
    from {{ ref('fct_opportunities') }} as opportunities
    left join visits on opportunities.opportunity_key = visits.opportunity_key
    where opportunities.lead_source = 'website' and opportunities.sold_on is not null
)

select
    opportunity_key,
    store_id,
    campaign_id,
    inquiry_date,
    sold_date,
    web_events_before,
    has_visit,
    has_answer,
    has_show,
    has_visit and has_answer and has_show as is_traced,
    case when not has_visit then 'visit' when not has_answer then 'answer' when not has_show then 'show' else 'none' end as missing_link
from linked
