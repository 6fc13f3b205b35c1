with
systems as (
    select system as source_system from {{ ref('ref_source_systems') }}
    union
    select source_system from {{ ref('int_sources__limits') }}
),

limits as (
    select
        source_system,
        count(*) as entity_count,
        min(warn_after_seconds) as warn_after_seconds,
        min(error_after_seconds) as error_after_seconds,
        max(last_loaded_at) as last_loaded_at
    from {{ ref('int_sources__limits') }}
    group by source_system
)

select
    {{ source_system_key('systems.source_system') }} as source_system_key,
    systems.source_system,
    coalesce(described.vendor, 'unlisted') as vendor,
    coalesce(described.category, 'unlisted') as category,
    described.approach as integration_approach,
    described.risk,
    described.cadence_group,
    coalesce(described.cadence_seconds, cadences.schedule_seconds) as cadence_seconds,
    cadences.warn_after_seconds as answer_warn_after_seconds,
    cadences.error_after_seconds as answer_error_after_seconds,
    cast(coalesce(limits.entity_count, 0) as bigint) as entity_count,
    limits.warn_after_seconds,
    limits.error_after_seconds,
    limits.last_loaded_at
from systems
left join {{ ref('ref_source_systems') }} as described on systems.source_system = described.system
left join {{ ref('ref_source_cadences') }} as cadences on described.cadence_group = cadences.cadence_group
left join limits on systems.source_system = limits.source_system
