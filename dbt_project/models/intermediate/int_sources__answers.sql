with
answered as (
    select
        answers.*,
        clock.as_of_at
    from {{ ref('stg_run__source_answers') }} as answers
    cross join {{ ref('stg_run__clock') }} as clock
)

select
    answered.place,
    coalesce(answered.source_system, 'unlisted') as source_system,
    systems.cadence_group,
    answered.asked_at,
    answered.answered_at,
    answered.has_failed,
    {{ seconds_between('coalesce(answered.answered_at, answered.asked_at)', 'answered.as_of_at') }} as answer_age_seconds,
    cadences.warn_after_seconds,
    cadences.error_after_seconds
from answered
left join {{ ref('ref_source_systems') }} as systems on answered.source_system = systems.system
left join {{ ref('ref_source_cadences') }} as cadences on systems.cadence_group = cadences.cadence_group
