select
    {{ alert_rule_key('rule_id') }} as alert_rule_key,
    rule_id,
    metric,
    store_id,
    vehicle_class,
    condition as rule_condition,
    limit_value,
    limit_unit,
    severity,
    recipient_role,
    action as recommended_action,
    owner as owner_role,
    sop,
    is_enabled
from {{ ref('ref_alert_rules') }}
