{#-
    The history of mart_data_freshness: what it would have said at the end of each day, with the limits of today. Both ages are
    measured to the end of the UTC day, on the last day to as_of. Days begin with the first event or load that is known.
-#}
with
loads_daily as (
    select
        source_system,
        entity,
        cast(loaded_at as date) as loaded_date,
        max(loaded_at) as last_loaded_at,
        sum(rows_loaded) as rows_loaded
    from {{ ref('stg_run__batches') }}
    where status = 'loaded'
    group by source_system, entity, cast(loaded_at as date)
),

spans as (
    select
        sources.source_system,
        sources.entity,
        sources.warn_after_seconds,
        sources.error_after_seconds,
        cast(clock.as_of_at as date) as last_date,
        clock.as_of_at,
        min(events.event_date) as first_date,
        max(sources.last_loaded_at) as last_loaded_at,
        max(loaded.rows_loaded) as rows_loaded
    from {{ ref('int_sources__limits') }} as sources
    inner join {{ ref('int_entities__events_daily') }} as events
        on sources.source_system = events.source_system and sources.entity = events.entity
    left join loads_daily as loaded on sources.source_system = loaded.source_system and sources.entity = loaded.entity
    cross join {{ ref('stg_run__clock') }} as clock
    group by
        sources.source_system, sources.entity, sources.warn_after_seconds, sources.error_after_seconds,
        cast(clock.as_of_at as date), clock.as_of_at
),

days as (
    select
        spans.source_system,
        spans.entity,
        spans.warn_after_seconds,
        spans.error_after_seconds,
        spans.rows_loaded,
        dates.calendar_date as checked_date,
        least({{ add_days('dates.calendar_date', '1') }}, spans.as_of_at) as checked_at
    from spans
    inner join {{ ref('dim_dates') }} as dates on dates.calendar_date between spans.first_date and spans.last_date
),

with_events as (
    select
        days.*,
        max(events.last_event_at) over (
            partition by days.source_system, days.entity order by days.checked_date rows between unbounded preceding and current row
        ) as last_event_at,
        coalesce(events.event_count, 0) as event_count,
        max(loads.last_loaded_at) over (
            partition by days.source_system, days.entity order by days.checked_date rows between unbounded preceding and current row
        ) as last_loaded_at
    from days
    left join {{ ref('int_entities__events_daily') }} as events
        on days.source_system = events.source_system and days.entity = events.entity and days.checked_date = events.event_date
    left join loads_daily as loads
        on days.source_system = loads.source_system and days.entity = loads.entity and days.checked_date = loads.loaded_date
),

aged as (
    select
        with_events.*,
        {{ seconds_between('last_event_at', 'checked_at') }} as event_age_seconds,
        case when last_loaded_at is not null then greatest(0, {{ seconds_between('last_loaded_at', 'checked_at') }}) end as load_age_seconds
    from with_events
)

select
    {{ event_key('freshness_check', ['source_system', 'entity', 'checked_date']) }} as freshness_check_key,
    {{ source_system_key('source_system') }} as source_system_key,
    source_system,
    entity,
    checked_date,
    last_event_at,
    last_loaded_at,
    cast(event_count as bigint) as event_count,
    event_age_seconds,
    load_age_seconds,
    {{ freshness_status('rows_loaded', 'event_age_seconds', 'load_age_seconds', 'warn_after_seconds', 'error_after_seconds') }} as status
from aged
