with
loaded as (
    select
        {{ clean_text('files.customerid') }} as customer_id,
        {{ clean_text('files.customerfirstname') }} as first_name,
        {{ clean_text('files.customerlastname') }} as last_name,
        {{ clean_text('files.email') }} as email,
        {{ clean_text('files.alternateemail') }} as alternate_email,
        {{ clean_text('files.cellphone') }} as cell_phone,
        {{ clean_text('files.daytimephone') }} as day_phone,
        {{ clean_text('files.eveningphone') }} as evening_phone,
        {{ clean_text('files.postalcode') }} as postal_code,
        {{ clean_text('files.donotcall') }} as do_not_call,
        {{ clean_text('files.donotemail') }} as do_not_email,
        {{ clean_text('files.cantext') }} as can_text,
        {{ clean_text('files.expressconsent') }} as express_consent,
        {{ clean_text('files.createdutcdate') }} as created_at,
        {{ clean_text('files.lastupdatedutcdate') }} as updated_at,
        coalesce({{ clean_text('files.dealerid') }}, {{ clean_text('files.account') }}) as dealer_id,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'vinsolutions__customers') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
)

select
    'vinsolutions:' || customer_id as customer_id,
    dealer_id as store_id,
    first_name,
    last_name,
    coalesce(email, alternate_email) as email,
    coalesce(cell_phone, day_phone, evening_phone) as phone,
    postal_code,
    cast(null as varchar) as preferred_contact,
    case {{ vendor_bool('can_text') }} when true then 'granted' when false then 'denied' else 'unknown' end as consent_sms,
    case when {{ vendor_bool('do_not_email') }} then 'denied' else 'unknown' end as consent_email,
    case
        when {{ vendor_bool('do_not_call') }} then 'denied'
        when {{ vendor_bool('express_consent') }} then 'granted'
        else 'unknown'
    end as consent_call,
    {{ vendor_moment('created_at', 'Z') }} as created_at,
    {{ vendor_moment('updated_at', 'Z') }} as updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
