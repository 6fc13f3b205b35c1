with
loaded as (
    select
        coalesce({{ clean_text('files.dealerid') }}, {{ clean_text('files.account') }}) as dealer_id,
        coalesce({{ clean_text('files.dealnumber') }}, {{ clean_text('files.id') }}) as deal_number,
        {{ json_at('files.vehicles', '$[0].stockId') }} as stock_number,
        {{ json_at('files.vehicles', '$[0].vin') }} as vin,
        {{ json_at('files.vehicles', '$[0].stockType') }} as stock_type,
        {{ json_find('files.customers', '$', 'type', ['buyer'], 'id') }} as customer_id,
        {{ json_find('files.customers', '$', 'type', ['buyer'], 'customerDetails.name.firstName') }} as first_name,
        coalesce(
            {{ json_find('files.customers', '$', 'type', ['buyer'], 'customerDetails.name.lastName') }},
            {{ json_find('files.customers', '$', 'type', ['buyer'], 'customerDetails.name.companyName') }}
        ) as last_name,
        {{ json_find('files.customers', '$', 'type', ['buyer'], 'customerDetails.emailCommunications[0].email') }} as email,
        {{ json_find('files.customers', '$', 'type', ['buyer'], 'customerDetails.phoneCommunications[0].phone.completeNumber') }} as phone,
        coalesce(
            {{ json_find('files.assignees', '$', 'primary', ['true'], 'employeeDetails.id') }},
            {{ json_find('files.assignees', '$', 'isPrimary', ['true'], 'id') }}
        ) as salesperson_id,
        {{ clean_text('files.type') }} as deal_type,
        {{ clean_text('files.payment_paymenttype') }} as payment_type,
        {{ clean_text('files.status') }} as status,
        {{ vendor_moment(clean_text('files.contractdate')) }} as contract_date,
        {{ vendor_moment(clean_text('files.bookeddate')) }} as booked_date,
        {{ vendor_moment(clean_text('files.accountingdate')) }} as accounting_date,
        {{ vendor_moment(clean_text('files.deliverydate')) }} as delivery_date,
        coalesce(
            {{ json_find('files.vehicles', '$[0].pricingDetails.price', 'type', ['selling_price', 'sale_price'], 'amount') }},
            {{ json_find('files.vehicles', '$[0].pricingDetails.price', 'type', ['retail_price'], 'amount') }}
        ) as sale_price,
        {{ json_find('files.vehicles', '$[0].pricingDetails.costs', 'type', ['invoice_price', 'vehicle_cost', 'total_cost'], 'amount') }} as vehicle_cost,
        {{ json_sum('files.vehicles', '$[0].costAdjustments[*].costAdjustment') }} as cost_adjustments,
        {{ clean_text('files.grossdetails_frontgross_amount') }} as front_gross,
        {{ clean_text('files.grossdetails_packamount_amount') }} as pack,
        {{ clean_text('files.grossdetails_backgross_amount') }} as back_gross,
        {{ clean_text('files.grossdetails_holdbackamount_amount') }} as holdback,
        {{ json_at('files.tradeins', '$[0].vehicle.vin') }} as trade_vin,
        {{ json_at('files.tradeins', '$[0].actualCashValue') }} as trade_acv,
        {{ json_at('files.tradeins', '$[0].tradePayOff') }} as trade_payoff,
        coalesce(
            {{ vendor_moment(clean_text('files.modifiedtime'), 'Z') }},
            {{ file_moment('ledger.file', 'least(ledger.file_modified_at, clock.as_of_at)', 'Z') }}
        ) as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'tekion__deals') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
    cross join {{ ref('stg_run__clock') }} as clock
)

select
    dealer_id as store_id,
    deal_number,
    stock_number,
    upper(vin) as vin,
    {{ dms_vehicle_class('stock_type') }} as vehicle_class,
    source_system || ':' || customer_id as customer_id,
    first_name,
    last_name,
    email,
    phone,
    cast(null as varchar) as lead_id,
    source_system || ':' || salesperson_id as salesperson_agent_id,
    {{ dms_sale_type('deal_type', 'payment_type') }} as sale_type,
    coalesce(status, 'not given') as status,
    {{ vendor_date('contract_date') }} as contract_date,
    {{ vendor_date('booked_date') }} as booked_date,
    {{ vendor_date('accounting_date') }} as accounting_date,
    delivery_date as delivered_at,
    cast(null as date) as unwound_on,
    {{ vendor_number('sale_price') }} as sale_price,
    {{ vendor_number('vehicle_cost') }} as vehicle_cost,
    cast(cost_adjustments as decimal(18, 4)) as recon_cost,
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
