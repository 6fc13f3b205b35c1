{#-
    Two things about an opportunity that are no milestones. In-market (requirements LED-10): since when the shopper is known to be about
    to buy – says "now" or "within 30 days", asks for a test drive, a quote or finance, books, or applies for credit. Attempts
    (SPD-22): outbound touches by a human in the first days (parameter attempts_days), templates included, robots not.
-#}
with
said as (
    select
        opportunities.opportunity_key,
        min(opportunities.lead_at) as in_market_at
    from {{ ref('int_opportunities__leads') }} as opportunities
    inner join {{ ref('can_leads') }} as leads on opportunities.lead_id = leads.lead_id
    where leads.lead_type in ('test_drive', 'quote_request', 'finance') or lower(leads.timeline) in ('now', '0_30d')
    group by opportunities.opportunity_key
),

moments as (
    select
        opportunity_key,
        in_market_at
    from said
    union all
    select
        opportunity_key,
        appointment_set_at as in_market_at
    from {{ ref('int_milestones__reached') }}
    union all
    select
        opportunity_key,
        finance_applied_at as in_market_at
    from {{ ref('int_milestones__reached') }}
),

in_market as (
    select
        opportunity_key,
        min(in_market_at) as in_market_at
    from moments
    group by opportunity_key
),

attempts as (
    select
        touches.opportunity_key,
        count(*) as contact_attempts
    from {{ ref('int_interactions__touches') }} as touches
    inner join {{ ref('int_opportunities__opened') }} as opened on touches.opportunity_key = opened.opportunity_key
    where
        touches.direction = 'outbound'
        and coalesce(touches.kind, 'human_personalised') not in ('automated_response', 'bot', 'system')
        and touches.counted_at < {{ add_seconds('opened.inquiry_at', '86400 * ' ~ param('attempts_days', 'integer')) }}
    group by touches.opportunity_key
)

select
    opened.opportunity_key,
    in_market.in_market_at,
    coalesce(attempts.contact_attempts, 0) as contact_attempts
from {{ ref('int_opportunities__opened') }} as opened
left join in_market on opened.opportunity_key = in_market.opportunity_key
left join attempts on opened.opportunity_key = attempts.opportunity_key
