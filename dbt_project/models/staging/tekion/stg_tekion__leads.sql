with
loaded as (
    select
        coalesce({{ clean_text('files.dealerid') }}, {{ clean_text('files.account') }}) as dealer_id,
        {{ clean_text('files.id') }} as lead_id,
        {{ vendor_moment(clean_text('files.createdtime'), 'Z') }} as created_at,
        {{ clean_text('files.status') }} as status,
        lower({{ clean_text('files.source_sourcetype') }}) as source_type,
        {{ free_text('files.source_sourcename') }} as source_name,
        {{ json_at('files.contacts', '$[0].customerDetails.id') }} as customer_id,
        {{ json_at('files.contacts', '$[0].customerDetails.name.firstName') }} as first_name,
        {{ json_at('files.contacts', '$[0].customerDetails.name.lastName') }} as last_name,
        {{ json_at('files.contacts', '$[0].customerDetails.emailCommunications[0].email') }} as email,
        {{ json_at('files.contacts', '$[0].customerDetails.phoneCommunications[0].phone.completeNumber') }} as phone,
        {{ json_at('files.contacts', '$[0].customerDetails.residence.postalCode') }} as postal_code,
        {{ json_at('files.vehicles', '$[0].vin') }} as vin,
        {{ json_at('files.vehicles', '$[0].stockId') }} as stock_number,
        {{ json_at('files.vehicles', '$[0].vehicleSpecification.year') }} as model_year,
        {{ json_at('files.vehicles', '$[0].vehicleSpecification.make') }} as make,
        {{ json_at('files.vehicles', '$[0].vehicleSpecification.model') }} as model,
        {{ json_at('files.vehicles', '$[0].vehicleSpecification.trimDetails.trim') }} as trim,
        {{ json_at('files.tradeins', '$[0].vehicle.vin') }} as trade_in_vin,
        {{ json_at('files.tradeins', '$[0]') }} as trade_in,
        coalesce(
            {{ json_find('files.assignees', '$', 'isPrimary', ['true'], 'id') }}, {{ json_at('files.assignees', '$[0].id') }}
        ) as owner_id,
        coalesce(
            {{ vendor_moment(clean_text('files.modifiedtime'), 'Z') }},
            {{ file_moment('ledger.file', 'least(ledger.file_modified_at, clock.as_of_at)', 'Z') }}
        ) as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'tekion__leads') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
    cross join {{ ref('stg_run__clock') }} as clock
)

select
    source_system || ':' || lead_id as lead_id,
    dealer_id as store_id,
    created_at as inquiry_at,
    created_at as crm_created_at,
    case source_type
        when 'internet' then 'form'
        when 'oem' then 'form'
        when 'phone' then 'phone_call'
        when 'walk_in' then 'walk_in'
        when 'showroom' then 'walk_in'
        when 'chat' then 'chat'
        when 'import' then 'import'
        else source_type
    end as lead_origin,
    case
        when coalesce(vin, stock_number, make) is not null then 'vehicle_specific'
        when trade_in is not null then 'trade_in'
        else 'general'
    end as lead_type,
    'sales' as department,
    coalesce(source_name, source_type) as source_code,
    cast(null as varchar) as utm_source,
    cast(null as varchar) as utm_medium,
    cast(null as varchar) as utm_campaign,
    cast(null as varchar) as campaign_id,
    cast(null as varchar) as landing_page,
    cast(null as varchar) as device,
    cast(null as varchar) as session_id,
    source_system || ':' || customer_id as customer_id,
    first_name,
    last_name,
    email,
    phone,
    postal_code,
    upper(vin) as vin,
    stock_number,
    {{ vendor_int('model_year') }} as model_year,
    {{ without_contacts('make') }} as make,
    {{ without_contacts('model') }} as model,
    {{ without_contacts('trim') }} as trim,
    trade_in is not null as has_trade_in,
    upper(trade_in_vin) as trade_in_vin,
    cast(null as decimal(18, 4)) as budget,
    cast(null as varchar) as timeline,
    cast(null as varchar) as preferred_contact,
    source_system || ':' || owner_id as owner_agent_id,
    status as stage,
    cast(null as varchar) as disposition,
    cast(null as varchar) as next_action_at,
    cast(null as varchar) as offer_id,
    cast(null as varchar) as intake_method,
    false as is_test,
    false as is_spam,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
