{{ config(materialized='table') }}

{{ overlay(
    'sla_policies',
    ['store_id', 'key_type', 'key_value', 'valid_from'],
    [
        'store_id', 'key_type', 'key_value', 'sla_seconds', 'clock',
        'notify_agent_seconds', 'escalate_manager_seconds', 'route_backup_seconds', 'valid_from', 'valid_to'
    ]
) }}

select
    store_id,
    key_type,
    key_value,
    cast(sla_seconds as bigint) as sla_seconds,
    clock,
    cast(notify_agent_seconds as bigint) as notify_agent_seconds,
    cast(escalate_manager_seconds as bigint) as escalate_manager_seconds,
    cast(route_backup_seconds as bigint) as route_backup_seconds,
    cast(valid_from as date) as valid_from,
    cast(valid_to as date) as valid_to
from overlaid
