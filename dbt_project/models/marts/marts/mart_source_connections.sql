select
    place,
    source_system,
    cadence_group,
    asked_at,
    answered_at,
    has_failed,
    answer_age_seconds,
    warn_after_seconds,
    error_after_seconds,
    case
        when asked_at is null then 'no_data'
        when answer_age_seconds > error_after_seconds then 'stale'
        when has_failed or answered_at is null or answer_age_seconds > warn_after_seconds then 'warn'
        else 'fresh'
    end as status
from {{ ref('int_sources__answers') }}
