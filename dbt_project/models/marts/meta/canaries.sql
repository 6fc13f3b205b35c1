select
    canary,
    way,
    injected_at,
    loaded_at,
    published_at,
    seconds_to_load,
    seconds_to_publication,
    age_seconds,
    status
from {{ ref('int_canaries__followed') }}
