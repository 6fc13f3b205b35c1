with
loaded as (
    select
        upper({{ clean_text('files.vin') }}) as vin,
        {{ clean_text('files.errorcode') }} as error_code,
        {{ clean_text('files.modelyear') }} as model_year,
        {{ clean_text('files.make') }} as make,
        {{ clean_text('files.model') }} as model,
        {{ clean_text('files.trim') }} as trim,
        {{ clean_text('files.bodyclass') }} as body_style,
        {{ answer_at('clock.as_of_at', 'ledger.file', 'ledger.file_modified_at') }} as answered_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'vpic__decodes') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
    cross join {{ ref('stg_run__clock') }} as clock
)

select
    vin,
    error_code,
    coalesce(error_code = '0', false) as is_clean,
    {{ vendor_int('model_year') }} as model_year,
    make,
    model,
    trim,
    body_style,
    answered_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
