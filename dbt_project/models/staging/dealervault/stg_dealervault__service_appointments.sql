with
loaded as (
    select
        coalesce(
            {{ clean_text('files.dv_dealer_id') }}, {{ part_of_file_name('ledger.file', '^(DVD\d+)_') }},
            {{ clean_text('files.vendor_dealer_id') }}, {{ clean_text('files.account') }}
        ) as dealer_id,
        {{ clean_text('files.appointment_number') }} as appointment_number,
        {{ clean_text('files.appointment_date') }} as appointment_date,
        {{ clean_text('files.appointment_time') }} as appointment_time,
        {{ clean_text('files.appointment_create_date') }} as create_date,
        {{ clean_text('files.ro_number') }} as ro_number,
        {{ free_text('files.operation_code') }} as operation_codes,
        {{ clean_text('files.waiting_flag') }} as waiting_flag,
        {{ clean_text('files.loaner_flag') }} as loaner_flag,
        {{ clean_text('files.service_advisor_number') }} as advisor_number,
        {{ clean_text('files.vin') }} as vin,
        {{ clean_text('files.estimate_amount') }} as estimate_amount,
        {{ file_moment('ledger.file', 'least(ledger.file_modified_at, clock.as_of_at)') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'dealervault__service_appointments') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
    cross join {{ ref('stg_run__clock') }} as clock
)

select
    source_system || ':' || dealer_id || ':' || appointment_number as service_appointment_id,
    dealer_id as store_id,
    {{ vendor_date('appointment_date') }} as appointment_on,
    {{ minutes_of_day('appointment_time') }} as appointment_minutes,
    {{ vendor_date('create_date') }} as created_on,
    ro_number,
    operation_codes,
    {{ vendor_bool('waiting_flag') }} as is_waiting,
    {{ vendor_bool('loaner_flag') }} as has_loaner,
    source_system || ':' || dealer_id || ':' || advisor_number as advisor_id,
    upper(vin) as vin,
    {{ vendor_number('estimate_amount') }} as estimate_amount,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
