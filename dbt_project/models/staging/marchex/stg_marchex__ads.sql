select
    {{ clean_text('files.ad_id') }} as ad_id,
    {{ clean_text('files.name') }} as ad_name,
    {{ clean_text('files.tracking_number') }} as tracking_number,
    {{ clean_text('coalesce(files.acct, files.account)') }} as account_id,
    ledger.arrival,
    files._row_number as row_number,
    files._line_number as line_number,
    files._batch_id as batch_id,
    ledger.system as source_system
from {{ source('raw', 'marchex__ads') }} as files
inner join {{ source('raw', 'load_ledger') }} as ledger
    on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
