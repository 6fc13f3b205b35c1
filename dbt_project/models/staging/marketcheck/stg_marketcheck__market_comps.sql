with
loaded as (
    select
        {{ clean_text('files.id') }} as listing_id,
        {{ clean_text('files.last_seen_at') }} as last_seen_at,
        {{ clean_text('files.first_seen_at') }} as first_seen_at,
        {{ clean_text('files.build_year') }} as model_year,
        {{ clean_text('files.build_make') }} as make,
        {{ clean_text('files.build_model') }} as model,
        {{ clean_text('files.build_trim') }} as trim,
        {{ clean_text('files.miles') }} as mileage,
        {{ clean_text('files.inventory_type') }} as inventory_type,
        {{ clean_text('files.is_certified') }} as is_certified,
        {{ clean_text('files.price') }} as price,
        {{ clean_text('files.vin') }} as vin,
        {{ clean_text('files.dealer_zip') }} as postal_code,
        {{ clean_text('files.vdp_url') }} as url,
        false as is_expired,
        {{ answer_at('clock.as_of_at', 'ledger.file', 'ledger.file_modified_at') }} as answered_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'marketcheck__active') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
    cross join {{ ref('stg_run__clock') }} as clock
    union all
    select
        {{ clean_text('files.id') }} as listing_id,
        {{ clean_text('files.last_seen_at') }} as last_seen_at,
        {{ clean_text('files.first_seen_at') }} as first_seen_at,
        {{ clean_text('files.build_year') }} as model_year,
        {{ clean_text('files.build_make') }} as make,
        {{ clean_text('files.build_model') }} as model,
        {{ clean_text('files.build_trim') }} as trim,
        {{ clean_text('files.miles') }} as mileage,
        {{ clean_text('files.inventory_type') }} as inventory_type,
        {{ clean_text('files.is_certified') }} as is_certified,
        {{ clean_text('files.price') }} as price,
        {{ clean_text('files.vin') }} as vin,
        {{ clean_text('files.dealer_zip') }} as postal_code,
        {{ clean_text('files.vdp_url') }} as url,
        true as is_expired,
        {{ answer_at('clock.as_of_at', 'ledger.file', 'ledger.file_modified_at') }} as answered_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'marketcheck__recents') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
    cross join {{ ref('stg_run__clock') }} as clock
),

seen as (
    select
        loaded.*,
        coalesce({{ vendor_moment('last_seen_at', 'Z') }}, answered_at) as observed_at
    from loaded
)

select
    'marketcheck:' || listing_id as comp_id,
    observed_at,
    {{ vendor_int('model_year') }} as model_year,
    make,
    model,
    trim,
    {{ vendor_int('mileage') }} as mileage,
    case when {{ vendor_bool('is_certified') }} then 'certified' else lower(inventory_type) end as vehicle_class,
    {{ vendor_number('price') }} as price,
    upper(vin) as vin,
    cast(null as varchar) as dma,
    postal_code,
    url,
    {{ vendor_date(vendor_moment('first_seen_at', 'Z')) }} as first_seen_on,
    case when is_expired then {{ vendor_date('observed_at') }} end as last_seen_on,
    answered_at as updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from seen
