with
loaded as (
    select
        coalesce(
            {{ clean_text('files.dv_dealer_id') }}, {{ part_of_file_name('ledger.file', '^(DVD\d+)_') }},
            {{ clean_text('files.vendor_dealer_id') }}, {{ clean_text('files.account') }}
        ) as dealer_id,
        {{ clean_text('files.ro_number') }} as ro_number,
        {{ clean_text('files.open_date') }} as open_date,
        {{ clean_text('files.close_date') }} as close_date,
        {{ free_text('files.ro_department') }} as ro_department,
        {{ free_text('files.ro_status') }} as ro_status,
        {{ clean_text('files.internal_total_cost') }} as internal_cost,
        {{ clean_text('files.internal_total_sale') }} as internal_sale,
        {{ clean_text('files.internal_sublet_cost') }} as internal_sublet_cost,
        {{ clean_text('files.internal_sublet_sale') }} as internal_sublet_sale,
        {{ free_text('files.operation_codes') }} as operation_codes,
        {{ free_text('files.operation_code_descriptions') }} as operation_descriptions,
        {{ clean_text('files.vin') }} as vin,
        {{ clean_text('files.stock_number') }} as stock_number,
        {{ file_moment('ledger.file', 'least(ledger.file_modified_at, clock.as_of_at)') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'dealervault__repair_orders') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
    cross join {{ ref('stg_run__clock') }} as clock
)

select
    source_system || ':' || dealer_id || ':' || ro_number as repair_order_id,
    dealer_id as store_id,
    ro_number,
    {{ vendor_date('open_date') }} as opened_on,
    {{ vendor_date('close_date') }} as closed_on,
    ro_department,
    ro_status,
    {{ vendor_number('internal_cost') }} as internal_cost,
    {{ vendor_number('internal_sale') }} as internal_sale,
    {{ vendor_number('internal_sublet_cost') }} as internal_sublet_cost,
    {{ vendor_number('internal_sublet_sale') }} as internal_sublet_sale,
    operation_codes,
    operation_descriptions,
    upper(vin) as vin,
    stock_number,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
