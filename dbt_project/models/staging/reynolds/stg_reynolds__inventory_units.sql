with
loaded as (
    select
        coalesce(
            {{ clean_text('files.storenumber') }} || '_' || {{ clean_text('files.areanumber') }} || '_' || {{ clean_text('files.dealernumber') }},
            {{ clean_text('files.dealernumber') }}, {{ clean_text('files.account') }}
        ) as dealer_id,
        {{ clean_text('files.stockinginfo_stockid') }} as stock_number,
        {{ clean_text('files.vehicle_vin') }} as vin,
        {{ clean_text('files.vehicle_vehicledetail_newused') }} as vehicle_type,
        {{ clean_text('files.vehicle_vehicleyr') }} as model_year,
        {{ free_text('files.vehicle_vehiclemake') }} as make,
        {{ free_text('files.vehicle_carline') }} as model,
        {{ free_text('files.vehicle_modeldesc') }} as trim,
        {{ clean_text('files.vehicle_vehicledetail_extclrdesc') }} as exterior_color,
        {{ clean_text('files.vehicle_vehicledetail_odomreading') }} as mileage,
        nullif({{ clean_text('files.stockinginfo_receiptdate') }}, '0') as acquired_on,
        {{ clean_text('files.stockinginfo_status') }} as status,
        {{ clean_text('files.pricecost_listprice') }} as asking_price,
        {{ clean_text('files.pricecost_msrp') }} as msrp,
        {{ clean_text('files.pricecost_vehcost') }} as cost,
        {{ clean_text('files.pricecost_pack') }} as pack,
        coalesce(
            {{ vendor_moment(clean_text('files.creationdatetime')) }},
            {{ file_moment('ledger.file', 'least(ledger.file_modified_at, clock.as_of_at)') }}
        ) as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'reynolds__inventory') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
    cross join {{ ref('stg_run__clock') }} as clock
)

select
    dealer_id as store_id,
    stock_number,
    upper(vin) as vin,
    {{ dms_vehicle_class('vehicle_type') }} as vehicle_class,
    {{ vendor_int('model_year') }} as model_year,
    make,
    model,
    trim,
    cast(null as varchar) as body_style,
    exterior_color,
    cast(null as varchar) as interior_color,
    {{ vendor_int('mileage') }} as mileage,
    cast(null as varchar) as acquisition_type,
    {{ vendor_date('acquired_on') }} as acquired_on,
    cast(null as date) as wholesaled_on,
    cast(null as varchar) as arrived_at,
    cast(null as varchar) as lot_ready_at,
    coalesce(status, 'not given') as status,
    {{ vendor_number('asking_price') }} as asking_price,
    {{ vendor_number('msrp') }} as msrp,
    {{ vendor_number('cost') }} as cost,
    {{ vendor_number('pack') }} as pack,
    cast(null as decimal(18, 4)) as recon_cost,
    cast(null as boolean) as is_on_hold,
    cast(null as varchar) as title_status,
    cast(null as varchar) as floor_plan_status,
    cast(null as date) as eta_on,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
