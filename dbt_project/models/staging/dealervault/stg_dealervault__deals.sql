with
loaded as (
    select
        coalesce(
            {{ clean_text('files.dv_dealer_id') }}, {{ part_of_file_name('ledger.file', '^(DVD\d+)_') }},
            {{ clean_text('files.vendor_dealer_id') }}, {{ clean_text('files.account') }}
        ) as dealer_id,
        {{ clean_text('files.deal_number') }} as deal_number,
        {{ clean_text('files.stock_number') }} as stock_number,
        {{ clean_text('files.vin') }} as vin,
        {{ clean_text('files.new_used') }} as new_used,
        {{ clean_text('files.customer_number') }} as customer_number,
        {{ clean_text('files.first_name') }} as first_name,
        {{ clean_text('files.last_name') }} as last_name,
        {{ clean_text('files.full_name') }} as full_name,
        coalesce({{ clean_text('files.email_1') }}, {{ clean_text('files.email_2') }}, {{ clean_text('files.email_3') }}) as email,
        coalesce({{ clean_text('files.cell_phone') }}, {{ clean_text('files.home_phone') }}, {{ clean_text('files.work_phone') }}) as phone,
        {{ clean_text('files.salesman_1_number') }} as salesman_number,
        {{ clean_text('files.sale_type') }} as sale_type,
        {{ clean_text('files.deal_type') }} as deal_type,
        {{ clean_text('files.deal_status') }} as deal_status,
        lower({{ clean_text('files.dms_type') }}) as dms_type,
        {{ clean_text('files.contract_date') }} as contract_date,
        {{ clean_text('files.booked_date') }} as booked_date,
        {{ clean_text('files.finalized_date') }} as finalized_date,
        {{ clean_text('files.accounting_date') }} as accounting_date,
        {{ clean_text('files.delivery_date') }} as delivery_date,
        {{ clean_text('files.status_change_date') }} as status_change_date,
        {{ clean_text('files.sales_price') }} as sales_price,
        {{ clean_text('files.cost') }} as cost,
        {{ clean_text('files.adjustments') }} as adjustments,
        {{ clean_text('files.front_gross') }} as front_gross,
        {{ clean_text('files.pack_amount') }} as pack_amount,
        {{ clean_text('files.back_gross') }} as back_gross,
        {{ clean_text('files.holdback_amount') }} as holdback_amount,
        {{ clean_text('files.trade_1_vin') }} as trade_vin,
        {{ clean_text('files.trade_1_actual_cash_value') }} as trade_acv,
        {{ clean_text('files.trade_1_payoff') }} as trade_payoff,
        {{ file_moment('ledger.file', 'least(ledger.file_modified_at, clock.as_of_at)') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'dealervault__sales') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
    cross join {{ ref('stg_run__clock') }} as clock
),

said as (
    select
        loaded.*,
        case
            -- There a U is a capped deal, not an unwound one.
            when deal_status is not null and dms_type like 'dealertrack%' then 'dealertrack:' || deal_status
            when deal_status is not null then deal_status
            -- A deal without a status that was booked all the same is booked.
            when finalized_date is not null then 'F'
            when coalesce(booked_date, accounting_date) is not null then 'B'
            else 'not given'
        end as status
    from loaded
)

select
    dealer_id as store_id,
    deal_number,
    stock_number,
    upper(vin) as vin,
    {{ dms_vehicle_class('new_used') }} as vehicle_class,
    source_system || ':' || dealer_id || ':' || customer_number as customer_id,
    {{ dms_first_name('first_name', 'last_name', 'full_name') }} as first_name,
    {{ dms_last_name('first_name', 'last_name', 'full_name') }} as last_name,
    email,
    phone,
    cast(null as varchar) as lead_id,
    source_system || ':' || dealer_id || ':' || salesman_number as salesperson_agent_id,
    {{ dms_sale_type('sale_type', 'deal_type') }} as sale_type,
    status,
    {{ vendor_date('contract_date') }} as contract_date,
    {{ vendor_date('booked_date') }} as booked_date,
    {{ vendor_date('accounting_date') }} as accounting_date,
    cast({{ vendor_date('delivery_date') }} as varchar) as delivered_at,
    {{ vendor_date('status_change_date') }} as unwound_on,
    {{ vendor_number('sales_price') }} as sale_price,
    {{ vendor_number('cost') }} as vehicle_cost,
    {{ vendor_number('adjustments') }} as recon_cost,
    {{ vendor_number('front_gross') }} as front_gross,
    {{ vendor_number('pack_amount') }} as pack,
    {{ vendor_number('back_gross') }} as back_gross,
    {{ vendor_number('holdback_amount') }} as holdback,
    upper(trade_vin) as trade_vin,
    {{ vendor_number('trade_acv') }} as trade_acv,
    {{ vendor_number('trade_payoff') }} as trade_payoff,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from said
