select
    place,
    nullif(system, '') as source_system,
    asked_at,
    answered_at,
    has_failed
from {{ source('raw', 'source_answers') }}
