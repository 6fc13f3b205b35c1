{#-
    What an alert rule about the feeds watches. A source is stale from the moment at which the older of its two ages passed the limit; a gap
    between two days with events that was longer than the limit was such a time too, up to the next event day's last event.
-#}
with
gaps as (
    select
        source_system,
        entity,
        last_event_at,
        lead(last_event_at) over (partition by source_system, entity order by event_date) as next_event_at
    from {{ ref('int_entities__events_daily') }}
),

stale as (
    select
        source_system || ' / ' || entity as entity_id,
        {{ add_seconds(
            'case when last_event_at is null or last_loaded_at < last_event_at then last_loaded_at else last_event_at end', 'error_after_seconds'
        ) }} as raised_at,
        cast(null as timestamp) as stopped_at,
        event_age_seconds as measured_seconds
    from {{ ref('int_sources__freshness') }}
    where status = 'stale'
    union all
    select
        gaps.source_system || ' / ' || gaps.entity as entity_id,
        {{ add_seconds('gaps.last_event_at', 'limits.error_after_seconds') }} as raised_at,
        gaps.next_event_at as stopped_at,
        {{ seconds_between('gaps.last_event_at', 'gaps.next_event_at') }} as measured_seconds
    from gaps
    inner join {{ ref('int_sources__limits') }} as limits on gaps.source_system = limits.source_system and gaps.entity = limits.entity
    where {{ seconds_between('gaps.last_event_at', 'gaps.next_event_at') }} > limits.error_after_seconds
)

select
    'source_stale' as rule_id,
    '*' as store_id,
    'source' as entity_type,
    entity_id,
    raised_at,
    stopped_at,
    case when stopped_at is not null then 'arrived' end as stopped_by,
    cast(measured_seconds as double) as measured_value
from stale

union all

select
    'source_silent' as rule_id,
    '*' as store_id,
    'source' as entity_type,
    place as entity_id,
    {{ add_seconds('coalesce(answered_at, asked_at)', 'error_after_seconds') }} as raised_at,
    cast(null as timestamp) as stopped_at,
    null as stopped_by,
    cast(answer_age_seconds as double) as measured_value
from {{ ref('int_sources__answers') }}
where asked_at is not null and answer_age_seconds > error_after_seconds

union all

select
    'canary_late' as rule_id,
    '*' as store_id,
    'canary' as entity_type,
    canary as entity_id,
    {{ add_seconds('injected_at', "60 * " ~ param('canary_late_minutes', 'integer')) }} as raised_at,
    case when status <> 'late' then loaded_at end as stopped_at,
    case when status <> 'late' then 'arrived' end as stopped_by,
    cast(case when status = 'late' then age_seconds else seconds_to_load end as double) as measured_value
from {{ ref('int_canaries__followed') }}
where status = 'late' or seconds_to_load > 60 * {{ param('canary_late_minutes', 'integer') }}
