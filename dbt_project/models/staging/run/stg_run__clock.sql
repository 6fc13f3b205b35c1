select
    run_id,
    as_of_at,
    started_at
from {{ source('raw', 'run_clock') }}
