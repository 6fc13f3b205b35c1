{#-
    A deal with its dates in force and the unit it sold.
    Rule 4: make, model and trim come from the unit by stock number, else by VIN, else `unknown`. Of several episodes it is the one
    the deal sold: the last that had begun by the sale's date ("an earlier sale keeps the car it sold").
    Effect dates rule, not arrival: a deal that is marked unwound was a sale until unwound_on.
-#}
with
deals as (
    select
        deals.*,
        clocks.as_of_date,
        clocks.timezone,
        coalesce(deals.contract_date, deals.booked_date, deals.accounting_date) as sale_date,
        case
            when deals.status = 'unwound' then coalesce(deals.unwound_on, {{ local_date('deals.updated_at', 'clocks.timezone') }})
            else deals.unwound_on
        end as unwound_effective_on,
        deals.status in ('sold', 'delivered', 'unwound') as is_closed_deal
    from {{ ref('can_deals') }} as deals
    inner join {{ ref('int_stores__clock') }} as clocks on deals.store_id = clocks.store_id
),

candidates as (
    select
        deals.row_id,
        deals.vin,
        deals.sale_date,
        episodes.inventory_unit_key,
        episodes.vin as unit_vin,
        episodes.first_seen_on,
        1 as match_rank
    from deals
    inner join {{ ref('int_units__episodes') }} as episodes
        on deals.store_id_raw = episodes.store_id_raw and deals.stock_number = episodes.stock_number

    union all

    select
        deals.row_id,
        deals.vin,
        deals.sale_date,
        episodes.inventory_unit_key,
        episodes.vin as unit_vin,
        episodes.first_seen_on,
        case when deals.store_id_raw = episodes.store_id_raw then 2 else 3 end as match_rank
    from deals
    inner join {{ ref('int_units__episodes') }} as episodes on deals.vin = episodes.vin
),

ranked as (
    select
        candidates.row_id,
        candidates.inventory_unit_key,
        candidates.match_rank,
        row_number() over (
            partition by candidates.row_id
            order by
                candidates.match_rank asc,
                case when candidates.vin = candidates.unit_vin then 0 when candidates.vin is null or candidates.unit_vin is null then 1 else 2 end,
                case when candidates.first_seen_on <= candidates.sale_date then 0 else 1 end,
                case when candidates.first_seen_on <= candidates.sale_date then candidates.first_seen_on end desc,
                candidates.first_seen_on,
                candidates.inventory_unit_key asc
        ) as rank_of_match
    from candidates
)

select
    {{ sale_key('deals.store_id_raw', 'deals.deal_number') }} as sale_key,
    deals.store_id,
    deals.store_id_raw,
    deals.deal_number,
    deals.stock_number,
    coalesce(deals.vin, episodes.vin) as vin,
    matched.inventory_unit_key,
    matched.match_rank,
    deals.sale_type,
    deals.sale_type_raw,
    deals.status,
    deals.status_raw,
    coalesce(deals.sale_type in ('retail', 'lease'), false) as is_retail,
    deals.sale_date,
    deals.contract_date,
    deals.booked_date,
    deals.accounting_date,
    deals.delivered_at,
    deals.unwound_on,
    deals.unwound_effective_on,
    -- Sold on its sale date, whatever was unwound later.
    coalesce(deals.is_closed_deal, false) and deals.sale_date is not null as was_sold,
    coalesce(
        deals.is_closed_deal
        and deals.sale_date <= deals.as_of_date
        and (deals.unwound_effective_on is null or deals.unwound_effective_on > deals.as_of_date),
        false
    ) as is_sold,
    coalesce(deals.unwound_effective_on <= deals.as_of_date and deals.is_closed_deal, false) as is_unwound,
    case
        when deals.vehicle_class in ('new', 'used', 'certified', 'demo') then {{ market_class('deals.vehicle_class') }}
        else coalesce(units.vehicle_class, 'unknown')
    end as vehicle_class,
    coalesce(units.make, 'unknown') as make,
    coalesce(units.model, 'unknown') as model,
    coalesce(units.trim, 'unknown') as trim,
    units.model_year,
    deals.customer_id,
    deals.first_name,
    deals.last_name,
    deals.email,
    deals.phone,
    deals.lead_id,
    deals.salesperson_agent_id,
    deals.sale_price,
    deals.vehicle_cost,
    deals.recon_cost,
    deals.front_gross,
    deals.pack,
    deals.back_gross,
    deals.holdback,
    deals.trade_vin,
    deals.trade_acv,
    deals.trade_payoff,
    deals.updated_at,
    deals.timezone,
    deals.source_system
from deals
left join ranked as matched on deals.row_id = matched.row_id and matched.rank_of_match = 1
left join {{ ref('int_units__episodes') }} as episodes on matched.inventory_unit_key = episodes.inventory_unit_key
left join {{ ref('int_units__details') }} as units on episodes.last_row_id = units.row_id
