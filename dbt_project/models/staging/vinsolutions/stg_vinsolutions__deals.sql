{#- A table: many rows are put together here, and several canonical models read it. -#}
{{ config(materialized='table') }}

{%- set changed = vendor_moment(clean_text('files.lastupdatedutcdate'), 'Z') -%}
{%- set dealer = 'coalesce(files.dealerid, files.account)' -%}
with
loaded as (
    select
        {{ clean_text('files.dealnumber') }} as deal_number,
        {{ clean_text('files.customerid') }} as customer_id,
        {{ clean_text('files.saletype') }} as sale_type,
        {{ clean_text('files.contracttype') }} as contract_type,
        {{ clean_text('files.contractdate') }} as contract_date,
        {{ clean_text('files.deliverydate') }} as delivery_date,
        {{ clean_text('files.reversaldate') }} as reversal_date,
        {{ clean_text('files.dealstatus') }} as deal_status,
        {{ clean_text('files.wholesale') }} as is_wholesale,
        {{ clean_text('files.inventorytype') }} as inventory_type,
        {{ clean_text('files.stocknumber') }} as stock_number,
        {{ clean_text('files.vin') }} as vin,
        {{ clean_text('files.saleprice') }} as sale_price,
        {{ clean_text('files.holdbackamount') }} as holdback,
        {{ clean_text('files.packamount') }} as pack,
        {{ clean_text('files.cost') }} as cost,
        {{ clean_text('files.reconditioningcost') }} as recon_cost,
        {{ clean_text('files.frontgross') }} as front_gross,
        {{ clean_text('files.backgross') }} as back_gross,
        {{ clean_text('files.buyerfirstname') }} as first_name,
        {{ clean_text('files.buyerlastname') }} as last_name,
        {{ clean_text('files.buyercellphonenumber') }} as cell_phone,
        {{ clean_text('files.buyerhomephonenumber') }} as home_phone,
        {{ clean_text('files.buyeremailaddress') }} as email,
        {{ clean_text('files.trade1vin') }} as trade_vin,
        {{ clean_text('files.trade1actualcashvalue') }} as trade_acv,
        {{ clean_text('files.trade1payoff') }} as trade_payoff,
        {{ clean_text('files.tradeinactualcashvalue') }} as all_trades_acv,
        {{ clean_text('files.tradepayoff') }} as all_trades_payoff,
        {{ clean_text('files.lastupdatedutcdate') }} as updated_at,
        coalesce({{ clean_text('files.dealerid') }}, {{ clean_text('files.account') }}) as dealer_id,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'vinsolutions__dms_sold') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
),

crm_sales as (
    {{ newest_vendor_rows('vinsolutions__crm_sold', [dealer, 'files.dealnumber'], changed) }}
),

linked as (
    select
        loaded.*,
        crm_sales.leadid as lead_id,
        crm_sales.salesrepuserid as user_id
    from loaded
    left join crm_sales
        on loaded.deal_number = crm_sales.dealnumber and loaded.dealer_id = coalesce(crm_sales.dealerid, crm_sales.account)
)

select
    dealer_id as store_id,
    deal_number,
    stock_number,
    upper(vin) as vin,
    case lower(inventory_type) when 'n' then 'new' when 'u' then 'used' when 'c' then 'certified' else lower(inventory_type) end as vehicle_class,
    'vinsolutions:' || nullif(customer_id, '0') as customer_id,
    first_name,
    last_name,
    email,
    coalesce(cell_phone, home_phone) as phone,
    'vinsolutions:' || nullif(lead_id, '0') as lead_id,
    'vinsolutions:' || user_id as salesperson_agent_id,
    case
        when {{ vendor_bool('is_wholesale') }} or lower(sale_type) like 'wholesale%' then 'wholesale'
        when lower(sale_type) in ('dealer trade', 'dealertrade') then 'dealer_trade'
        when lower(sale_type) like 'fleet%' then 'fleet'
        when lower(sale_type) like 'lease%' or lower(contract_type) like 'lease%' then 'lease'
        when sale_type is null or lower(sale_type) in ('retail', 'cash', 'finance', 'purchase') then 'retail'
        else sale_type
    end as sale_type,
    case
        when {{ vendor_date("nullif(substr(reversal_date, 1, 10), '0001-01-01')") }} is not null then 'unwound'
        when deal_status is not null then deal_status
        when {{ vendor_date("nullif(substr(delivery_date, 1, 10), '0001-01-01')") }} is not null then 'delivered'
        else 'sold'
    end as status,
    {{ vendor_date("nullif(substr(contract_date, 1, 10), '0001-01-01')") }} as contract_date,
    cast(null as date) as booked_date,
    cast(null as date) as accounting_date,
    cast({{ vendor_date("nullif(substr(delivery_date, 1, 10), '0001-01-01')") }} as varchar) as delivered_at,
    {{ vendor_date("nullif(substr(reversal_date, 1, 10), '0001-01-01')") }} as unwound_on,
    {{ vendor_number('sale_price') }} as sale_price,
    {{ vendor_number('cost') }} as vehicle_cost,
    {{ vendor_number('recon_cost') }} as recon_cost,
    {{ vendor_number('front_gross') }} as front_gross,
    {{ vendor_number('pack') }} as pack,
    {{ vendor_number('back_gross') }} as back_gross,
    {{ vendor_number('holdback') }} as holdback,
    upper(trade_vin) as trade_vin,
    coalesce({{ vendor_number('trade_acv') }}, {{ vendor_number('all_trades_acv') }}) as trade_acv,
    coalesce({{ vendor_number('trade_payoff') }}, {{ vendor_number('all_trades_payoff') }}) as trade_payoff,
    {{ vendor_moment('updated_at', 'Z') }} as updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from linked
