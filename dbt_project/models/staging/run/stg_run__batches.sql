select
    batch_id,
    run_id,
    run_number,
    arrival,
    system as source_system,
    entity,
    file,
    content_hash,
    bytes,
    rows_read,
    rows_loaded,
    rows_set_aside,
    loaded_at,
    status
from {{ source('raw', 'load_ledger') }}
