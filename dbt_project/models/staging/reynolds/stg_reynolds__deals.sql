with
loaded as (
    select
        coalesce(
            {{ clean_text('files.storenumber') }} || '_' || {{ clean_text('files.areanumber') }} || '_' || {{ clean_text('files.dealernumber') }},
            {{ clean_text('files.dealernumber') }}, {{ clean_text('files.account') }}
        ) as dealer_id,
        {{ clean_text('files.fidealfin_dealno') }} as deal_number,
        {{ clean_text('files.fidealfin_transactionvehicle_stockid') }} as stock_number,
        {{ clean_text('files.fidealfin_transactionvehicle_vehicle_vin') }} as vin,
        {{ clean_text('files.fidealfin_transactionvehicle_vehicle_vehicledetail_newused') }} as vehicle_type,
        {{ clean_text('files.buyer_custrecord_contactinfo_namerecid') }} as customer_number,
        {{ clean_text('files.buyer_custrecord_contactinfo_firstname') }} as first_name,
        {{ clean_text('files.buyer_custrecord_contactinfo_lastname') }} as last_name,
        {{ clean_text('files.buyer_custrecord_contactinfo_email_mailto') }} as email,
        coalesce({{ clean_text('files.buyer_custrecord_contactinfo_phone_c') }}, {{ clean_text('files.buyer_custrecord_contactinfo_phone_h') }}) as phone,
        {{ clean_text('files.fidealfin_salesstaff_salesperson_salespersonid') }} as salesperson_id,
        {{ clean_text('files.fidealfin_category') }} as category,
        {{ clean_text('files.fidealfin_closedealdate') }} as close_date,
        {{ clean_text('files.fidealfin_deliverydate') }} as delivery_date,
        coalesce({{ clean_text('files.fidealfin_transactionvehicle_saleprice') }}, {{ clean_text('files.fidealfin_saleprice') }}) as sale_price,
        {{ clean_text('files.fidealfin_transactionvehicle_vehcost') }} as vehicle_cost,
        {{ clean_text('files.fidealfin_recap_reserves_vehiclegross') }} as front_gross,
        {{ clean_text('files.fidealfin_recap_reserves_financegross') }} as back_gross,
        coalesce({{ clean_text('files.fidealfin_tradein_vehicle_vin') }}, {{ json_at('files.fidealfin_tradein', '$[0].Vehicle.Vin') }}) as trade_vin,
        coalesce({{ clean_text('files.fidealfin_tradein_actualcashvalue') }}, {{ json_at('files.fidealfin_tradein', '$[0].ActualCashValue') }}) as trade_acv,
        coalesce({{ clean_text('files.fidealfin_tradein_payoff') }}, {{ json_at('files.fidealfin_tradein', '$[0].Payoff') }}) as trade_payoff,
        coalesce(
            {{ vendor_moment(clean_text('files.creationdatetime')) }},
            {{ file_moment('ledger.file', 'least(ledger.file_modified_at, clock.as_of_at)') }}
        ) as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'reynolds__deals') }} as files
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
    first_name,
    last_name,
    email,
    phone,
    cast(null as varchar) as lead_id,
    source_system || ':' || dealer_id || ':' || salesperson_id as salesperson_agent_id,
    {{ dms_sale_type('category', 'category') }} as sale_type,
    'closed' as status,
    {{ vendor_date('close_date') }} as contract_date,
    cast(null as date) as booked_date,
    cast(null as date) as accounting_date,
    cast({{ vendor_date('delivery_date') }} as varchar) as delivered_at,
    cast(null as date) as unwound_on,
    {{ vendor_number('sale_price') }} as sale_price,
    {{ vendor_number('vehicle_cost') }} as vehicle_cost,
    cast(null as decimal(18, 4)) as recon_cost,
    {{ vendor_number('front_gross') }} as front_gross,
    cast(null as decimal(18, 4)) as pack,
    {{ vendor_number('back_gross') }} as back_gross,
    cast(null as decimal(18, 4)) as holdback,
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
