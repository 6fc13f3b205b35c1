{%- set marketing = 'usagePreference.preferenceMapping.MARKETING' -%}
with
loaded as (
    select
        coalesce({{ clean_text('files.dealerid') }}, {{ clean_text('files.account') }}) as dealer_id,
        {{ json_find('files.customers', '$', 'type', ['buyer'], 'id') }} as customer_id,
        {{ json_find('files.customers', '$', 'type', ['buyer'], 'customerDetails.name.firstName') }} as first_name,
        coalesce(
            {{ json_find('files.customers', '$', 'type', ['buyer'], 'customerDetails.name.lastName') }},
            {{ json_find('files.customers', '$', 'type', ['buyer'], 'customerDetails.name.companyName') }}
        ) as last_name,
        {{ json_find('files.customers', '$', 'type', ['buyer'], 'customerDetails.emailCommunications[0].email') }} as email,
        {{ json_find('files.customers', '$', 'type', ['buyer'], 'customerDetails.phoneCommunications[0].phone.completeNumber') }} as phone,
        {{ json_find('files.customers', '$', 'type', ['buyer'], 'customerDetails.residences[0].address.postalCode') }} as postal_code,
        {{ json_find('files.customers', '$', 'type', ['buyer'], 'customerDetails.smsCommunications[0].' ~ marketing) }} as sms_wish,
        {{ json_find('files.customers', '$', 'type', ['buyer'], 'customerDetails.emailCommunications[0].' ~ marketing) }} as email_wish,
        {{ json_find('files.customers', '$', 'type', ['buyer'], 'customerDetails.phoneCommunications[0].' ~ marketing) }} as phone_wish,
        coalesce(
            {{ vendor_moment(clean_text('files.modifiedtime'), 'Z') }},
            {{ file_moment('ledger.file', 'least(ledger.file_modified_at, clock.as_of_at)', 'Z') }}
        ) as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'tekion__deals') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
    cross join {{ ref('stg_run__clock') }} as clock
)

select
    source_system || ':' || customer_id as customer_id,
    dealer_id as store_id,
    first_name,
    last_name,
    email,
    phone,
    postal_code,
    cast(null as varchar) as preferred_contact,
    case lower(sms_wish) when 'yes' then 'granted' when 'no' then 'denied' else 'unknown' end as consent_sms,
    case lower(email_wish) when 'yes' then 'granted' when 'no' then 'denied' else 'unknown' end as consent_email,
    case lower(phone_wish) when 'yes' then 'granted' when 'no' then 'denied' else 'unknown' end as consent_call,
    cast(null as varchar) as created_at,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
where customer_id is not null
