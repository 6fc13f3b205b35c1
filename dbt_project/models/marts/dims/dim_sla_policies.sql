select
    {{ event_key('sla_policy', ['store_id', 'key_type', 'key_value', 'valid_from']) }} as sla_policy_key,
    store_id,
    key_type,
    key_value,
    sla_seconds,
    clock as sla_clock,
    notify_agent_seconds,
    escalate_manager_seconds,
    route_backup_seconds,
    valid_from as valid_from_date,
    valid_to as valid_to_date
from {{ ref('ref_sla_policies') }}
