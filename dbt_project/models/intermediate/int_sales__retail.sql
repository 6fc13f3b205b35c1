{#-
    Rule 4: a sale is a retail deal (sale_type retail or lease) with status sold or delivered and a contract_date (else
    booked_date, else accounting_date), not unwound by as_of. Effect dates are the deal's own.
-#}
select
    sale_key,
    store_id,
    store_id_raw,
    deal_number,
    sale_date,
    vehicle_class,
    make,
    model,
    trim,
    model_year,
    vin,
    stock_number,
    inventory_unit_key,
    sale_type,
    status,
    lead_id,
    customer_id,
    first_name,
    last_name,
    email,
    phone,
    salesperson_agent_id,
    contract_date,
    delivered_at,
    sale_price,
    vehicle_cost,
    recon_cost,
    front_gross,
    pack,
    back_gross,
    holdback,
    updated_at
from {{ ref('int_sales__deals') }}
where is_sold and is_retail
