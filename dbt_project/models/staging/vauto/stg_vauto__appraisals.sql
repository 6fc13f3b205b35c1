with
loaded as (
    select
        {{ clean_text('files.id') }} as appraisal_id,
        coalesce({{ clean_text('files.organization_entitylogicalid') }}, {{ clean_text('files.account') }}) as store_id,
        {{ clean_text('files.vehicle_vin') }} as vin,
        {{ clean_text('files.iscompleted') }} as is_completed,
        {{ clean_text('files.created') }} as created_at,
        {{ clean_text('files.lastmodified') }} as modified_at,
        {{ clean_text('files.centralizedstatus') }} as decision,
        {{ clean_text('files.appraisalvalue_appraisedvalue') }} as offer_amount,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'vauto__appraisals') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
)

select
    'vauto:' || appraisal_id as appraisal_id,
    store_id,
    upper(vin) as vin,
    cast(null as varchar) as lead_id,
    cast(null as varchar) as acquisition_type,
    {{ vendor_moment('created_at', 'Z') }} as requested_at,
    case when {{ vendor_bool('is_completed') }} then {{ vendor_moment('modified_at', 'Z') }} end as appraised_at,
    cast(null as varchar) as decided_at,
    decision,
    cast(null as varchar) as title_received_at,
    {{ vendor_number('offer_amount') }} as offer_amount,
    coalesce({{ vendor_moment('modified_at', 'Z') }}, {{ vendor_moment('created_at', 'Z') }}) as updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
