with
loaded as (
    select
        coalesce(
            {{ clean_text('files.dv_dealer_id') }}, {{ part_of_file_name('ledger.file', '^(DVD\d+)_') }},
            {{ clean_text('files.vendor_dealer_id') }}, {{ clean_text('files.account') }}
        ) as dealer_id,
        {{ clean_text('files.customer_number') }} as customer_number,
        {{ clean_text('files.first_name') }} as first_name,
        {{ clean_text('files.last_name') }} as last_name,
        {{ clean_text('files.full_name') }} as full_name,
        coalesce({{ clean_text('files.email_1') }}, {{ clean_text('files.email_2') }}, {{ clean_text('files.email_3') }}) as email,
        coalesce({{ clean_text('files.cell_phone') }}, {{ clean_text('files.home_phone') }}, {{ clean_text('files.work_phone') }}) as phone,
        {{ clean_text('files.zip') }} as postal_code,
        {{ vendor_bool(clean_text('files.opt_out')) }} as opts_out,
        {{ vendor_bool(clean_text('files.block_email')) }} as blocks_email,
        {{ vendor_bool(clean_text('files.block_phone')) }} as blocks_phone,
        {{ clean_text('files.customer_create_date') }} as create_date,
        {{ file_moment('ledger.file', 'least(ledger.file_modified_at, clock.as_of_at)') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'dealervault__sales') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
    cross join {{ ref('stg_run__clock') }} as clock
)

select
    source_system || ':' || dealer_id || ':' || customer_number as customer_id,
    dealer_id as store_id,
    {{ dms_first_name('first_name', 'last_name', 'full_name') }} as first_name,
    {{ dms_last_name('first_name', 'last_name', 'full_name') }} as last_name,
    email,
    phone,
    postal_code,
    cast(null as varchar) as preferred_contact,
    case when opts_out or blocks_phone then 'opted_out' else 'unknown' end as consent_sms,
    case when opts_out or blocks_email then 'opted_out' else 'unknown' end as consent_email,
    case when opts_out or blocks_phone then 'opted_out' else 'unknown' end as consent_call,
    cast({{ vendor_date('create_date') }} as varchar) as created_at,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
where customer_number is not null
