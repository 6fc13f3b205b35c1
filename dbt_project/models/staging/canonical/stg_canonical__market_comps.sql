with
loaded as (
    select
        {{ clean_text('files.comp_id') }} as comp_id,
        {{ clean_text('files.observed_at') }} as observed_at,
        {{ clean_text('files.model_year') }} as model_year,
        {{ free_text('files.make') }} as make,
        {{ free_text('files.model') }} as model,
        {{ free_text('files.trim') }} as trim,
        {{ clean_text('files.mileage') }} as mileage,
        {{ clean_text('files.vehicle_class') }} as vehicle_class,
        {{ clean_text('files.price') }} as price,
        {{ clean_text('files.vin') }} as vin,
        {{ free_text('files.dma') }} as dma,
        {{ clean_text('files.postal_code') }} as postal_code,
        {{ free_text('files.url') }} as url,
        {{ clean_text('files.first_seen_on') }} as first_seen_on,
        {{ clean_text('files.last_seen_on') }} as last_seen_on,
        {{ clean_text('files.updated_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'canonical__market_comps') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
)

select
    comp_id,
    observed_at,
    {{ to_int('model_year') }} as model_year,
    make,
    model,
    trim,
    {{ to_int('mileage') }} as mileage,
    vehicle_class,
    {{ to_number('price') }} as price,
    upper(vin) as vin,
    dma,
    postal_code,
    url,
    {{ to_date('first_seen_on') }} as first_seen_on,
    {{ to_date('last_seen_on') }} as last_seen_on,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
