with
loaded as (
    select
        {{ clean_text('files.id') }} as customer_id,
        {{ clean_text('files.firstname') }} as first_name,
        {{ clean_text('files.lastname') }} as last_name,
        {{ clean_text('files.address_zip') }} as postal_code,
        {{ clean_text('files.account') }} as account_id,
        {{ elead_answered_at() }} as answered_at,
        files._batch_id,
        files._dlt_load_id,
        files._row_number,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'elead__customers') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
    cross join {{ ref('stg_run__clock') }} as clock
),

emails as (
    {{ first_child_rows('elead__customer_emails', [flag_first('children.ispreferred')]) }}
),

phones as (
    {{ first_child_rows('elead__customer_phones', [flag_first('children.ispreferred')]) }}
),

told as (
    select
        loaded.*,
        emails.address as email,
        emails.donotemail as do_not_email,
        phones.number as phone,
        phones.donotcall as do_not_call,
        phones.donottext as do_not_text
    from loaded
    left join emails on {{ is_of_record('emails', 'loaded') }}
    left join phones on {{ is_of_record('phones', 'loaded') }}
)

select
    'elead:' || customer_id as customer_id,
    account_id as store_id,
    first_name,
    last_name,
    {{ clean_text('email') }} as email,
    {{ clean_text('phone') }} as phone,
    postal_code,
    cast(null as varchar) as preferred_contact,
    case when {{ vendor_bool(clean_text('do_not_text')) }} then 'denied' else 'unknown' end as consent_sms,
    case when {{ vendor_bool(clean_text('do_not_email')) }} then 'denied' else 'unknown' end as consent_email,
    case when {{ vendor_bool(clean_text('do_not_call')) }} then 'denied' else 'unknown' end as consent_call,
    cast(null as varchar) as created_at,
    answered_at as updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from told
