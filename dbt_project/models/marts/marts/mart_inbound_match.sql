{#- Reserved for its lead first; else an open opportunity at the same store whose first lead names the same make and model. -#}
with
inbound as (
    select units.*
    from {{ ref('fct_inbound_units') }} as units
    where not units.has_arrived and lower(coalesce(units.status, '')) not in ('cancelled', 'canceled', 'arrived', 'delivered')
),

matches as (
    select
        inbound.inbound_unit_key,
        leads.opportunity_key,
        'reservation' as match_kind
    from inbound
    inner join {{ ref('fct_leads') }} as leads on inbound.reserved_lead_id = leads.lead_id

    union all

    select
        inbound.inbound_unit_key,
        opportunities.opportunity_key,
        case when opportunities.trim = inbound.trim then 'model_and_trim' else 'model' end as match_kind
    from inbound
    inner join {{ ref('fct_opportunities') }} as opportunities
        on
            inbound.store_id = opportunities.store_id
            and inbound.make = opportunities.make
            and inbound.model = opportunities.model
            and opportunities.is_open
    where inbound.reserved_lead_id is null
)

select
    matches.inbound_unit_key,
    matches.opportunity_key,
    inbound.store_id,
    inbound.order_number,
    inbound.vin,
    inbound.make,
    inbound.model,
    inbound.trim,
    inbound.eta_on,
    inbound.is_overdue,
    matches.match_kind,
    opportunities.inquiry_date,
    opportunities.owner_agent_id,
    opportunities.intent
from matches
inner join inbound on matches.inbound_unit_key = inbound.inbound_unit_key
left join {{ ref('fct_opportunities') }} as opportunities on matches.opportunity_key = opportunities.opportunity_key
