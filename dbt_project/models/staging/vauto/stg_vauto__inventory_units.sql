with
loaded as (
    select
        coalesce({{ clean_text('files.organization_entitylogicalid') }}, {{ clean_text('files.account') }}) as store_id,
        {{ clean_text('files.stocknumber') }} as stock_number,
        {{ clean_text('files.vehicle_vin') }} as vin,
        {{ clean_text('files.inventorytype') }} as inventory_type,
        {{ clean_text('files.certification_certified') }} as is_certified,
        {{ clean_text('files.vehicle_year') }} as model_year,
        {{ clean_text('files.vehicle_make') }} as make,
        {{ clean_text('files.vehicle_model') }} as model,
        {{ clean_text('files.vehicle_series') }} as trim,
        {{ clean_text('files.vehicle_bodytype') }} as body_style,
        {{ clean_text('files.vehicle_exteriorcolor') }} as exterior_color,
        {{ clean_text('files.vehicle_interiorcolor') }} as interior_color,
        {{ clean_text('files.vehicle_odometer') }} as mileage,
        {{ clean_text('files.status') }} as status,
        {{ clean_text('files.pricing_listprice') }} as asking_price,
        {{ clean_text('files.updatedon') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'vauto__inventory') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
)

select
    store_id,
    stock_number,
    upper(vin) as vin,
    case
        when {{ vendor_bool('is_certified') }} then 'certified'
        else case lower(inventory_type) when 'n' then 'new' when 'u' then 'used' else lower(inventory_type) end
    end as vehicle_class,
    {{ vendor_int('model_year') }} as model_year,
    make,
    model,
    trim,
    body_style,
    exterior_color,
    interior_color,
    {{ vendor_int('mileage') }} as mileage,
    cast(null as varchar) as acquisition_type,
    cast(null as date) as acquired_on,
    cast(null as date) as wholesaled_on,
    cast(null as varchar) as arrived_at,
    cast(null as varchar) as lot_ready_at,
    status,
    nullif({{ vendor_number('asking_price') }}, 0) as asking_price,
    cast(null as decimal(18, 4)) as msrp,
    cast(null as decimal(18, 4)) as cost,
    cast(null as decimal(18, 4)) as pack,
    cast(null as decimal(18, 4)) as recon_cost,
    cast(null as boolean) as is_on_hold,
    cast(null as varchar) as title_status,
    cast(null as varchar) as floor_plan_status,
    cast(null as date) as eta_on,
    {{ vendor_moment('updated_at', 'Z') }} as updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
