with
loaded as (
    select
        {{ clean_text('files.visit_id') }} as visit_id,
        {{ clean_text('files.store_id') }} as store_id,
        {{ clean_text('files.stock_number') }} as stock_number,
        {{ clean_text('files.stage') }} as stage,
        {{ clean_text('files.entered_at') }} as entered_at,
        {{ clean_text('files.exited_at') }} as exited_at,
        {{ free_text('files.vendor') }} as vendor,
        {{ free_text('files.ro_number') }} as ro_number,
        {{ free_text('files.work_order_url') }} as work_order_url,
        {{ clean_text('files.cost') }} as cost,
        {{ clean_text('files.budget') }} as budget,
        {{ free_text('files.blocker_reason') }} as blocker_reason,
        {{ clean_text('files.updated_at') }} as updated_at,
        {{ clean_text('files.report_at') }} as report_at,
        {{ clean_text('files.days_before') }} as days_in_stage,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'reports__recon_stage_visits') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
)

select
    visit_id,
    store_id,
    stock_number,
    stage,
    entered_at,
    exited_at,
    vendor,
    ro_number,
    work_order_url,
    {{ to_number('cost') }} as cost,
    {{ to_number('budget') }} as budget,
    blocker_reason,
    updated_at,
    report_at,
    {{ to_number('days_in_stage') }} as days_in_stage,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
