select
    fields.entity,
    fields.field,
    fields.origin,
    fields.edited_in,
    fields.pushed_to,
    fields.destination,
    fields.update_frequency,
    cadences.schedule_seconds as update_every_seconds,
    fields.validation_rule,
    fields.system_of_record,
    fields.fallback,
    fields.conflict_rule
from {{ ref('ref_field_sources') }} as fields
left join {{ ref('ref_source_cadences') }} as cadences on fields.update_frequency = cadences.cadence_group
