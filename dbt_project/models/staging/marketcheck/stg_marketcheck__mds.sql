select
    upper({{ clean_text('files.vin') }}) as vin,
    {{ vendor_number(clean_text('files.mds')) }} as market_days_supply,
    {{ vendor_int(clean_text('files.total_active_cars_for_ymmt')) }} as active_cars,
    {{ vendor_int(clean_text('files.total_cars_sold_in_last_45_days')) }} as cars_sold_45_days,
    {{ answer_at('clock.as_of_at', 'ledger.file', 'ledger.file_modified_at') }} as answered_at,
    ledger.arrival,
    files._row_number as row_number,
    files._line_number as line_number,
    files._batch_id as batch_id,
    ledger.system as source_system
from {{ source('raw', 'marketcheck__mds') }} as files
inner join {{ source('raw', 'load_ledger') }} as ledger
    on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
cross join {{ ref('stg_run__clock') }} as clock
