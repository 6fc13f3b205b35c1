with
loaded as (
    select
        {{ clean_text('files.customer_id') }} as customer_id,
        {{ clean_text('files.store_id') }} as store_id,
        {{ clean_text('files.first_name') }} as first_name,
        {{ clean_text('files.last_name') }} as last_name,
        {{ clean_text('files.email') }} as email,
        {{ clean_text('files.phone') }} as phone,
        {{ clean_text('files.postal_code') }} as postal_code,
        {{ free_text('files.preferred_contact') }} as preferred_contact,
        {{ clean_text('files.consent_sms') }} as consent_sms,
        {{ clean_text('files.consent_email') }} as consent_email,
        {{ clean_text('files.consent_call') }} as consent_call,
        {{ clean_text('files.created_at') }} as created_at,
        {{ clean_text('files.updated_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'canonical__customers') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
)

select
    customer_id,
    store_id,
    first_name,
    last_name,
    email,
    phone,
    postal_code,
    preferred_contact,
    consent_sms,
    consent_email,
    consent_call,
    created_at,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
