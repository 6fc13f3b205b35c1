-- marts_contract, rule 5: "Opportunity = one shopper's sales leads at one store, split where two successive inquiries are more
-- than 30 × 24 hours apart (parameter)"; "opportunity_key is made from its first lead (earliest inquiry, then lead_id)".
with
followed as (
    select
        leads.lead_id,
        leads.store_id,
        leads.group_id,
        shoppers.shopper_id,
        leads.lead_at,
        lag(leads.lead_at) over (
            partition by leads.store_id, shoppers.shopper_id
            order by leads.lead_at, leads.lead_id
        ) as previous_lead_at
    from {{ ref('int_leads__classified') }} as leads
    inner join {{ ref('int_shoppers__resolved') }} as shoppers
        on shoppers.record_kind = 'lead' and leads.lead_id = shoppers.record_id
    where leads.is_sales_lead
),

numbered as (
    select
        followed.*,
        sum(
            case
                when previous_lead_at is null then 1
                when lead_at > {{ add_seconds('previous_lead_at', param('opportunity_gap_hours') ~ ' * 3600') }} then 1
                else 0
            end
        ) over (
            partition by store_id, shopper_id
            order by lead_at, lead_id
            rows between unbounded preceding and current row
        ) as opportunity_number
    from followed
),

sequenced as (
    select
        numbered.*,
        row_number() over (partition by store_id, shopper_id, opportunity_number order by lead_at, lead_id) as lead_sequence,
        first_value(lead_id) over (partition by store_id, shopper_id, opportunity_number order by lead_at, lead_id) as first_lead_id
    from numbered
)

select
    lead_id,
    first_lead_id,
    {{ opportunity_key('first_lead_id') }} as opportunity_key,
    store_id,
    group_id,
    shopper_id,
    lead_at,
    lead_sequence
from sequenced
