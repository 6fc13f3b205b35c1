with
loaded as (
    select
        {{ clean_text('files.account') }} as dealer_id,
        coalesce(
            {{ clean_text('files.dealno') }}, {{ clean_text(part_of('files.hostitemid', "'*'", 2)) }}, {{ clean_text('files.hostitemid') }}
        ) as deal_number,
        {{ clean_text('files.stockno') }} as stock_number,
        {{ clean_text('files.vin') }} as vin,
        {{ clean_text('files.fidealtype') }} as vehicle_type,
        {{ clean_text('files.custno') }} as customer_number,
        {{ clean_text('files.firstname') }} as first_name,
        {{ clean_text('files.lastname') }} as last_name,
        {{ clean_text('files.name') }} as full_name,
        {{ clean_text('files.email1') }} as email,
        coalesce({{ clean_text('files.cellphone') }}, {{ clean_text('files.homephone') }}) as phone,
        coalesce({{ clean_text('files.crmsp1id') }}, {{ clean_text('files.salesperson1') }}) as salesperson_id,
        {{ clean_text('files.saletype') }} as sale_type,
        {{ clean_text('files.dealtype') }} as deal_type,
        {{ clean_text('files.dealstatus') }} as deal_status,
        coalesce(
            {{ clean_text('files.contractdate') }}, {{ clean_text('files.salesdate') }}, {{ clean_text('files.dealevent1date') }}
        ) as contract_date,
        {{ clean_text('files.deliverydate') }} as delivery_date,
        coalesce({{ clean_text('files.cashprice') }}, {{ clean_text('files.salepricewithweowes') }}) as sale_price,
        coalesce({{ clean_text('files.glvehiclecost') }}, {{ clean_text('files.costprice') }}) as vehicle_cost,
        coalesce({{ clean_text('files.frontendgrossprofit') }}, {{ clean_text('files.frontgross') }}) as front_gross,
        coalesce({{ clean_text('files.backgross') }}, {{ clean_text('files.fiincome') }}) as back_gross,
        {{ clean_text('files.pack') }} as pack,
        {{ clean_text('files.holdback') }} as holdback,
        {{ clean_text('files.trade1vin') }} as trade_vin,
        {{ clean_text('files.trade1acv') }} as trade_acv,
        {{ clean_text('files.trade1payoff') }} as trade_payoff,
        {{ file_moment('ledger.file', 'least(ledger.file_modified_at, clock.as_of_at)') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'cdk__deals') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
    cross join {{ ref('stg_run__clock') }} as clock
)

select
    dealer_id as store_id,
    deal_number,
    stock_number,
    upper(vin) as vin,
    {{ dms_vehicle_class('vehicle_type') }} as vehicle_class,
    source_system || ':' || dealer_id || ':' || customer_number as customer_id,
    {{ dms_first_name('first_name', 'last_name', 'full_name') }} as first_name,
    {{ dms_last_name('first_name', 'last_name', 'full_name') }} as last_name,
    email,
    phone,
    cast(null as varchar) as lead_id,
    source_system || ':' || dealer_id || ':' || salesperson_id as salesperson_agent_id,
    {{ dms_sale_type('sale_type', 'deal_type') }} as sale_type,
    coalesce(deal_status, 'closed') as status,
    {{ vendor_date('contract_date') }} as contract_date,
    cast(null as date) as booked_date,
    cast(null as date) as accounting_date,
    cast({{ vendor_date('delivery_date') }} as varchar) as delivered_at,
    cast(null as date) as unwound_on,
    {{ vendor_number('sale_price') }} as sale_price,
    {{ vendor_number('vehicle_cost') }} as vehicle_cost,
    cast(null as decimal(18, 4)) as recon_cost,
    {{ vendor_number('front_gross') }} as front_gross,
    {{ vendor_number('pack') }} as pack,
    {{ vendor_number('back_gross') }} as back_gross,
    {{ vendor_number('holdback') }} as holdback,
    upper(trade_vin) as trade_vin,
    {{ vendor_number('trade_acv') }} as trade_acv,
    {{ vendor_number('trade_payoff') }} as trade_payoff,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
