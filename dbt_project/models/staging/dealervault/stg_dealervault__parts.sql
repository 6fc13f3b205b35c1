with
loaded as (
    select
        coalesce(
            {{ clean_text('files.dv_dealer_id') }}, {{ part_of_file_name('ledger.file', '^(DVD\d+)_') }},
            {{ clean_text('files.vendor_dealer_id') }}, {{ clean_text('files.account') }}
        ) as dealer_id,
        {{ clean_text('files.part_number') }} as part_number,
        {{ free_text('files.description') }} as description,
        {{ clean_text('files.quantity_on_hand') }} as quantity_on_hand,
        {{ clean_text('files.cost') }} as cost,
        {{ clean_text('files.list_price') }} as list_price,
        {{ free_text('files.bin_location') }} as bin_location,
        {{ file_moment('ledger.file', 'least(ledger.file_modified_at, clock.as_of_at)') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'dealervault__parts') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
    cross join {{ ref('stg_run__clock') }} as clock
)

select
    dealer_id as store_id,
    part_number,
    description,
    {{ vendor_number('quantity_on_hand') }} as quantity_on_hand,
    {{ vendor_number('cost') }} as unit_cost,
    {{ vendor_number('list_price') }} as list_price,
    bin_location,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
