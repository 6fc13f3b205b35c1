-- If it failed, a manager who works the list off would look at two values that are the same, or at one that nobody gave.
select
    store_id,
    entity_id,
    field,
    other_system
from {{ ref('mart_system_conflicts') }}
where record_value = other_value or record_value is null or other_value is null or delta = 0
