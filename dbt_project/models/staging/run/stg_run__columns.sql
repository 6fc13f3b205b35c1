select
    system as source_system,
    table_name,
    folder,
    column_name,
    is_read,
    is_from_the_start,
    files,
    first_batch_id,
    last_batch_id,
    missed_batch_id
from {{ source('raw', 'columns_seen') }}
