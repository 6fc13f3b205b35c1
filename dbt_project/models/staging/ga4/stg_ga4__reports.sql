select
    {{ clean_text("replace(files.account, 'analytics_', '')") }} as property_id,
    files.dimensionheaders as dimension_headers,
    files.metricheaders as metric_headers,
    files.dimensionvalues as dimension_values,
    files.metricvalues as metric_values,
    {{ answer_at('clock.as_of_at', 'ledger.file', 'ledger.file_modified_at') }} as updated_at,
    ledger.arrival,
    files._row_number as row_number,
    files._line_number as line_number,
    files._batch_id as batch_id,
    ledger.system as source_system
from {{ source('raw', 'ga4__reports') }} as files
inner join {{ source('raw', 'load_ledger') }} as ledger
    on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
cross join {{ ref('stg_run__clock') }} as clock
