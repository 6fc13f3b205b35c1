select
    answers.place,
    coalesce(answers.source_system, 'unlisted') as source_system,
    systems.cadence_group,
    answers.asked_at,
    answers.answered_at,
    answers.has_failed,
    {{ seconds_between('coalesce(answers.answered_at, answers.asked_at)', 'clock.as_of_at') }} as answer_age_seconds,
    cadences.warn_after_seconds,
    cadences.error_after_seconds
from {{ ref('stg_run__source_answers') }} as answers
left join {{ ref('ref_source_systems') }} as systems on answers.source_system = systems.system
left join {{ ref('ref_source_cadences') }} as cadences on systems.cadence_group = cadences.cadence_group
cross join {{ ref('stg_run__clock') }} as clock
