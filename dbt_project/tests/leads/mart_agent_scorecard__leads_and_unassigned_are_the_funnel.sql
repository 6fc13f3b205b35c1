-- If it failed, agents would be measured on other leads than the funnel shows.
with
cards as (
    select coalesce(sum(leads), 0) as leads
    from {{ ref('mart_agent_scorecard') }}
),

funnel as (
    select
        coalesce(sum(leads), 0) as leads,
        coalesce(sum(case when agent_id = 'unassigned' then leads end), 0) as unassigned
    from {{ ref('mart_funnel') }}
)

select
    cards.leads,
    funnel.leads as funnel_leads
from cards
cross join funnel
where cards.leads + funnel.unassigned <> funnel.leads
