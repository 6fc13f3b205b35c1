select
    source_system,
    entity,
    last_event_at,
    last_loaded_at,
    event_age_seconds,
    load_age_seconds,
    warn_after_seconds,
    error_after_seconds,
    status
from {{ ref('int_sources__freshness') }}
