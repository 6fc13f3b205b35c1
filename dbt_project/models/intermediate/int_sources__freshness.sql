with
last_events as (
    select
        source_system,
        entity,
        max(last_event_at) as last_event_at
    from {{ ref('int_entities__events_daily') }}
    group by source_system, entity
),

loaded_rows as (
    select
        source_system,
        entity,
        sum(rows_loaded) as rows_loaded
    from {{ ref('stg_run__batches') }}
    group by source_system, entity
),

known as (
    select
        sources.source_system,
        sources.entity,
        last_events.last_event_at,
        sources.last_loaded_at,
        loaded_rows.rows_loaded,
        sources.warn_after_seconds,
        sources.error_after_seconds,
        clock.as_of_at
    from {{ ref('int_sources__limits') }} as sources
    left join last_events on sources.source_system = last_events.source_system and sources.entity = last_events.entity
    left join loaded_rows on sources.source_system = loaded_rows.source_system and sources.entity = loaded_rows.entity
    cross join {{ ref('stg_run__clock') }} as clock
),

aged as (
    select
        known.*,
        case when last_event_at is not null then {{ seconds_between('last_event_at', 'as_of_at') }} end as event_age_seconds,
        -- A run that tells an earlier moment may come after the load: then the load is not old.
        case when last_loaded_at is not null then greatest(0, {{ seconds_between('last_loaded_at', 'as_of_at') }}) end as load_age_seconds
    from known
)

select
    source_system,
    entity,
    last_event_at,
    last_loaded_at,
    event_age_seconds,
    load_age_seconds,
    warn_after_seconds,
    error_after_seconds,
    {{ freshness_status('rows_loaded', 'event_age_seconds', 'load_age_seconds', 'warn_after_seconds', 'error_after_seconds') }} as status
from aged
