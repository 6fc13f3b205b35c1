with
loaded as (
    select
        {{ clean_text('files.appraisal_id') }} as appraisal_id,
        {{ clean_text('files.store_id') }} as store_id,
        {{ clean_text('files.vin') }} as vin,
        {{ clean_text('files.lead_id') }} as lead_id,
        {{ clean_text('files.acquisition_type') }} as acquisition_type,
        {{ clean_text('files.requested_at') }} as requested_at,
        {{ clean_text('files.appraised_at') }} as appraised_at,
        {{ clean_text('files.decided_at') }} as decided_at,
        {{ free_text('files.decision') }} as decision,
        {{ clean_text('files.title_received_at') }} as title_received_at,
        {{ clean_text('files.offer_amount') }} as offer_amount,
        {{ clean_text('files.updated_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'canonical__appraisals') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
)

select
    appraisal_id,
    store_id,
    upper(vin) as vin,
    lead_id,
    acquisition_type,
    requested_at,
    appraised_at,
    decided_at,
    decision,
    title_received_at,
    {{ to_number('offer_amount') }} as offer_amount,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
