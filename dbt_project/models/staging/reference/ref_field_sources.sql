{{ config(materialized='table') }}

{{
    overlay('field_sources', ['entity', 'field'], [
        'entity', 'field', 'origin', 'edited_in', 'pushed_to', 'destination', 'update_frequency', 'validation_rule', 'system_of_record', 'fallback',
        'conflict_rule',
    ])
}}

select
    entity,
    field,
    origin,
    edited_in,
    pushed_to,
    destination,
    update_frequency,
    validation_rule,
    system_of_record,
    fallback,
    conflict_rule
from overlaid
