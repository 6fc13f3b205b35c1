-- marts_contract, rule 9: "A sale's opportunity: deal.lead_id's (where that lead has one); else the same shopper at the same store
-- with the inquiry's local date in [contract_date − 90, contract_date]: same VIN first, then the latest inquiry."
-- The inquiry is the opportunity's (rule 6). A test, spam or service lead has no opportunity, so its deal is matched by shopper.
with
sales as (
    select * from {{ ref('int_sales__retail') }}
),

-- A deal's shopper is that of its own contacts, else that of the customer record it names.
buyers as (
    select
        sales.store_id,
        sales.store_id_raw,
        sales.deal_number,
        sales.sale_date,
        sales.vin,
        sales.lead_id,
        coalesce(own.shopper_id, customers.shopper_id) as shopper_id
    from sales
    inner join {{ ref('int_stores__clock') }} as clock on sales.store_id = clock.store_id
    left join {{ ref('int_shoppers__resolved') }} as own
        on own.record_kind = 'deal' and sales.store_id_raw || ':' || sales.deal_number = own.record_id
    left join {{ ref('int_shoppers__resolved') }} as customers
        on customers.record_kind = 'customer' and sales.customer_id = customers.record_id and clock.group_id = customers.group_id
),

named_vins as (
    select distinct
        opportunities.opportunity_key,
        leads.vin
    from {{ ref('int_opportunities__leads') }} as opportunities
    inner join {{ ref('can_leads') }} as leads on opportunities.lead_id = leads.lead_id
    where leads.vin is not null
),

candidates as (
    select
        buyers.store_id_raw,
        buyers.deal_number,
        opened.opportunity_key,
        named_vins.vin is not null as is_same_vin,
        row_number() over (
            partition by buyers.store_id_raw, buyers.deal_number
            order by
                case when named_vins.vin is not null then 0 else 1 end,
                opened.inquiry_at desc,
                opened.opportunity_key asc
        ) as rank_of_opportunity
    from buyers
    inner join {{ ref('int_opportunities__opened') }} as opened
        on
            buyers.store_id = opened.store_id
            and buyers.shopper_id = opened.shopper_id
            and buyers.sale_date >= opened.inquiry_date
            and opened.inquiry_date >= {{ add_days('buyers.sale_date', '-' ~ param('sale_match_days', 'integer')) }}
    left join named_vins on opened.opportunity_key = named_vins.opportunity_key and buyers.vin = named_vins.vin
)

select
    buyers.store_id,
    buyers.store_id_raw,
    buyers.deal_number,
    buyers.shopper_id,
    coalesce(by_lead.opportunity_key, candidates.opportunity_key) as opportunity_key,
    case
        when by_lead.opportunity_key is not null then 'lead_id'
        when candidates.is_same_vin then 'shopper_and_vin'
        when candidates.opportunity_key is not null then 'shopper'
        else 'none'
    end as match_kind
from buyers
left join {{ ref('int_opportunities__leads') }} as by_lead on buyers.lead_id = by_lead.lead_id
left join candidates
    on
        buyers.store_id_raw = candidates.store_id_raw
        and buyers.deal_number = candidates.deal_number
        and candidates.rank_of_opportunity = 1
