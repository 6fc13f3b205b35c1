with
loaded as (
    select
        {{ clean_text('files.offer_id') }} as offer_id,
        {{ free_text('files.kind') }} as kind,
        {{ free_text('files.name') }} as name,
        {{ free_text('files.stores') }} as stores,
        {{ free_text('files.makes') }} as makes,
        {{ free_text('files.models') }} as models,
        {{ free_text('files.terms') }} as terms,
        {{ clean_text('files.valid_from') }} as valid_from,
        {{ clean_text('files.valid_to') }} as valid_to,
        {{ free_text('files.approver') }} as approver,
        {{ clean_text('files.updated_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'canonical__offers') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
)

select
    offer_id,
    kind,
    name,
    stores,
    makes,
    models,
    terms,
    {{ to_date('valid_from') }} as valid_from,
    {{ to_date('valid_to') }} as valid_to,
    approver,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
