with
loaded as (
    select
        {{ clean_text('files.store_id') }} as store_id,
        {{ clean_text('files.order_number') }} as order_number,
        {{ clean_text('files.vin') }} as vin,
        {{ clean_text('files.model_year') }} as model_year,
        {{ free_text('files.make') }} as make,
        {{ free_text('files.model') }} as model,
        {{ free_text('files.trim') }} as trim,
        {{ clean_text('files.eta_on') }} as eta_on,
        {{ free_text('files.status') }} as status,
        {{ clean_text('files.reserved_lead_id') }} as reserved_lead_id,
        {{ clean_text('files.updated_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'canonical__inbound_units') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
)

select
    store_id,
    order_number,
    upper(vin) as vin,
    {{ to_int('model_year') }} as model_year,
    make,
    model,
    trim,
    {{ to_date('eta_on') }} as eta_on,
    status,
    reserved_lead_id,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
