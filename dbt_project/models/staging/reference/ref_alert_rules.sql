{{ config(materialized='table') }}

{{ overlay('alert_rules', ['rule_id'], [
    'rule_id', 'metric', 'store_id', 'vehicle_class', 'condition', 'limit_value', 'limit_unit', 'severity', 'recipient_role', 'action', 'owner',
    'sop', 'is_enabled',
]) }}

select
    rule_id,
    metric,
    store_id,
    vehicle_class,
    condition,
    cast(limit_value as double) as limit_value,
    limit_unit,
    severity,
    recipient_role,
    action,
    owner,
    sop,
    coalesce({{ to_bool('is_enabled') }}, true) as is_enabled
from overlaid
