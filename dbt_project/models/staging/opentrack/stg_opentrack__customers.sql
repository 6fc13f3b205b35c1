with
loaded as (
    select
        coalesce({{ clean_text('files.account') }}, {{ clean_text('files.companynumber') }}) as dealer_id,
        {{ clean_text('files.customernumber') }} as customer_number,
        {{ clean_text('files.firstname') }} as first_name,
        {{ clean_text('files.lastname') }} as last_name,
        {{ clean_text('files.email1') }} as email,
        coalesce({{ clean_text('files.cellphone') }}, {{ clean_text('files.phonenumber') }}) as phone,
        {{ clean_text('files.zipcode') }} as postal_code,
        {{ clean_text('files.allowcontactbyphone') }} as allows_phone,
        {{ clean_text('files.allowcontactbyemail') }} as allows_email,
        {{ file_moment('ledger.file', 'least(ledger.file_modified_at, clock.as_of_at)', 'Z') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'opentrack__customers') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
    cross join {{ ref('stg_run__clock') }} as clock
)

select
    source_system || ':' || dealer_id || ':' || customer_number as customer_id,
    dealer_id as store_id,
    first_name,
    last_name,
    email,
    phone,
    postal_code,
    cast(null as varchar) as preferred_contact,
    case when upper(allows_phone) = 'N' then 'denied' else 'unknown' end as consent_sms,
    case when upper(allows_email) = 'N' then 'denied' else 'unknown' end as consent_email,
    case when upper(allows_phone) = 'N' then 'denied' else 'unknown' end as consent_call,
    cast(null as varchar) as created_at,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
