with
ranked as (
    select
        versions.*,
        row_number() over (partition by versions.store_id_raw, versions.deal_number order by versions.version_number desc) as rank_from_latest
    from {{ ref('can_deal_versions') }} as versions
)

select
    store_id,
    store_id_raw,
    deal_number,
    stock_number,
    vin,
    vehicle_class,
    vehicle_class_raw,
    customer_id,
    first_name,
    last_name,
    email,
    phone,
    lead_id,
    salesperson_agent_id,
    sale_type,
    sale_type_raw,
    status,
    status_raw,
    contract_date,
    booked_date,
    accounting_date,
    delivered_at,
    unwound_on,
    sale_price,
    vehicle_cost,
    recon_cost,
    front_gross,
    pack,
    back_gross,
    holdback,
    trade_vin,
    trade_acv,
    trade_payoff,
    updated_at,
    row_id,
    batch_id,
    line_number,
    arrival,
    row_number,
    source_system
from ranked
where rank_from_latest = 1
