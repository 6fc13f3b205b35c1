with
loaded as (
    select
        coalesce({{ clean_text('files.account') }}, {{ clean_text('files.companynumber') }}) as dealer_id,
        {{ clean_text('files.dealnumber') }} as deal_number,
        {{ clean_text('files.stocknumber') }} as stock_number,
        {{ clean_text('files.vin') }} as vin,
        {{ clean_text('files.vehicletype') }} as vehicle_type,
        {{ clean_text('files.buyercustomernumber') }} as customer_number,
        coalesce(
            {{ clean_text('files.salespersons_salesperson_salespersonid') }}, {{ json_at('files.salespersons_salesperson', '$[0].SalesPersonID') }}
        ) as salesperson_id,
        {{ clean_text('files.saletype') }} as sale_type,
        {{ clean_text('files.recordtype') }} as record_type,
        {{ clean_text('files.status') }} as deal_status,
        {{ clean_text('files.unwindflag') }} as unwind_flag,
        nullif({{ clean_text('files.dealdate') }}, '0') as deal_date,
        nullif({{ clean_text('files.dateapproved') }}, '0') as approved_date,
        nullif({{ clean_text('files.datecapped') }}, '0') as capped_date,
        {{ clean_text('files.retailprice') }} as retail_price,
        {{ clean_text('files.leaseprice') }} as lease_price,
        {{ clean_text('files.vehiclecost') }} as vehicle_cost,
        {{ clean_text('files.commissionablegross') }} as front_gross,
        {{ clean_text('files.packamount') }} as pack,
        {{ clean_text('files.totalfandireserve') }} as fi_reserve,
        {{ clean_text('files.financereserve') }} as finance_reserve,
        {{ clean_text('files.holdback') }} as holdback,
        coalesce(
            {{ clean_text('files.tradeins_tradein_vin') }}, {{ json_at('files.tradeins_tradein', '$[0].VIN') }}
        ) as trade_vin,
        {{ clean_text('files.tradeacv') }} as trade_acv,
        {{ clean_text('files.tradepayoff') }} as trade_payoff,
        {{ file_moment('ledger.file', 'least(ledger.file_modified_at, clock.as_of_at)', 'Z') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'opentrack__deals') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
    cross join {{ ref('stg_run__clock') }} as clock
),

newest_customers as (
    {{ newest_vendor_rows(
        'opentrack__customers', ["coalesce(files.account, files.companynumber)", 'files.customernumber'],
        file_moment('ledger.file', 'least(ledger.file_modified_at, clock.as_of_at)', 'Z')
    ) }}
),

customers as (
    select
        coalesce({{ clean_text('account') }}, {{ clean_text('companynumber') }}) as dealer_id,
        {{ clean_text('customernumber') }} as customer_number,
        {{ clean_text('firstname') }} as first_name,
        {{ clean_text('lastname') }} as last_name,
        {{ clean_text('email1') }} as email,
        coalesce({{ clean_text('cellphone') }}, {{ clean_text('phonenumber') }}) as phone
    from newest_customers
),

told as (
    select
        loaded.*,
        customers.first_name,
        customers.last_name,
        customers.email,
        customers.phone,
        case upper(loaded.sale_type) when 'F' then 'fleet' when 'X' then 'dealer trade' else loaded.sale_type end as sale_kind,
        case
            when upper(loaded.unwind_flag) in ('Y', 'TRUE', '1') then 'unwound'
            when loaded.deal_status is not null then loaded.deal_status
            when loaded.capped_date is not null then 'capped'
            when loaded.approved_date is not null then 'approved'
            else 'not given'
        end as status
    from loaded
    left join customers on loaded.dealer_id = customers.dealer_id and loaded.customer_number = customers.customer_number
)

select
    dealer_id as store_id,
    deal_number,
    stock_number,
    upper(vin) as vin,
    {{ dms_vehicle_class('vehicle_type') }} as vehicle_class,
    source_system || ':' || dealer_id || ':' || customer_number as customer_id,
    first_name,
    last_name,
    email,
    phone,
    cast(null as varchar) as lead_id,
    source_system || ':' || dealer_id || ':' || salesperson_id as salesperson_agent_id,
    {{ dms_sale_type('sale_kind', 'record_type') }} as sale_type,
    status,
    {{ vendor_date('deal_date') }} as contract_date,
    {{ vendor_date('approved_date') }} as booked_date,
    {{ vendor_date('capped_date') }} as accounting_date,
    cast(null as varchar) as delivered_at,
    cast(null as date) as unwound_on,
    case
        when record_type = 'L' then coalesce(nullif({{ vendor_number('lease_price') }}, 0), {{ vendor_number('retail_price') }})
        else {{ vendor_number('retail_price') }}
    end as sale_price,
    {{ vendor_number('vehicle_cost') }} as vehicle_cost,
    cast(null as decimal(18, 4)) as recon_cost,
    {{ vendor_number('front_gross') }} as front_gross,
    {{ vendor_number('pack') }} as pack,
    coalesce({{ vendor_number('fi_reserve') }}, {{ vendor_number('finance_reserve') }}) as back_gross,
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
from told
