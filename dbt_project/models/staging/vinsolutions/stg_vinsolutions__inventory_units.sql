with
loaded as (
    select
        {{ clean_text('files.stocknumber') }} as stock_number,
        {{ clean_text('files.vin') }} as vin,
        {{ clean_text('files.inventorytype') }} as inventory_type,
        {{ clean_text('files.year') }} as model_year,
        {{ clean_text('files.make') }} as make,
        {{ clean_text('files.model') }} as model,
        {{ clean_text('files.trim') }} as trim,
        {{ clean_text('files.odometer') }} as mileage,
        {{ clean_text('files.price') }} as price,
        {{ clean_text('files.internetprice') }} as internet_price,
        {{ clean_text('files.cost') }} as cost,
        {{ clean_text('files.inventoryutcdate') }} as came_at,
        {{ clean_text('files.removalutcdate') }} as removed_at,
        {{ clean_text('files.lastupdatedutcdate') }} as updated_at,
        coalesce({{ clean_text('files.dealerid') }}, {{ clean_text('files.account') }}) as dealer_id,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'vinsolutions__inventory') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
)

select
    dealer_id as store_id,
    stock_number,
    upper(vin) as vin,
    case lower(inventory_type) when 'n' then 'new' when 'u' then 'used' when 'c' then 'certified' else lower(inventory_type) end as vehicle_class,
    {{ vendor_int('model_year') }} as model_year,
    make,
    model,
    trim,
    cast(null as varchar) as body_style,
    cast(null as varchar) as exterior_color,
    cast(null as varchar) as interior_color,
    {{ vendor_int('mileage') }} as mileage,
    cast(null as varchar) as acquisition_type,
    cast(null as date) as acquired_on,
    cast(null as date) as wholesaled_on,
    {{ vendor_moment('came_at', 'Z') }} as arrived_at,
    cast(null as varchar) as lot_ready_at,
    case when removed_at is null then 'in_stock' else 'gone' end as status,
    coalesce(nullif({{ vendor_number('internet_price') }}, 0), nullif({{ vendor_number('price') }}, 0)) as asking_price,
    cast(null as decimal(18, 4)) as msrp,
    {{ vendor_number('cost') }} as cost,
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
