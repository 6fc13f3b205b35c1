with
loaded as (
    select
        {{ clean_text('files.account') }} as dealer_id,
        {{ clean_text('files.stockno') }} as stock_number,
        {{ clean_text('files.vin') }} as vin,
        {{ clean_text('files.stocktype') }} as vehicle_type,
        {{ clean_text('files.year') }} as model_year,
        {{ free_text('files.makename') }} as make,
        {{ free_text('files.modelname') }} as model,
        {{ free_text('files.trimlevel') }} as trim,
        {{ free_text('files.bodystyle') }} as body_style,
        {{ clean_text('files.exteriorcolor') }} as exterior_color,
        {{ clean_text('files.interiorcolor') }} as interior_color,
        {{ clean_text('files.odometer') }} as mileage,
        nullif({{ clean_text('files.entrydate') }}, '0') as acquired_on,
        {{ clean_text('files.status') }} as status,
        {{ clean_text('files.listprice') }} as asking_price,
        {{ clean_text('files.msrp') }} as msrp,
        {{ clean_text('files.inventorybalance') }} as cost,
        {{ file_moment('ledger.file', 'least(ledger.file_modified_at, clock.as_of_at)') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'cdk__inventory') }} as files
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
    body_style,
    exterior_color,
    interior_color,
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
    cast(null as decimal(18, 4)) as pack,
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
