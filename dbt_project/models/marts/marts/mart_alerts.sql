{#-
    What asks for a decision now: the alerts of fct_alerts that are open. Of two open ones of a rule about the same thing (a unit in two
    stays at once) the older stands here: one open alert per rule and entity.
-#}
with
ranked as (
    select
        alerts.*,
        row_number() over (
            partition by alerts.rule_id, alerts.store_id, alerts.vehicle_class, alerts.entity_id order by alerts.raised_at, alerts.alert_episode_key
        ) as rank_of_entity
    from {{ ref('fct_alerts') }} as alerts
    where alerts.is_open
)

select
    {{ event_key('alert', ['alerts.rule_id', 'alerts.store_id', 'alerts.vehicle_class', 'alerts.entity_id']) }} as alert_key,
    alerts.rule_id,
    alerts.store_id,
    alerts.entity_type,
    alerts.entity_id,
    alerts.stock_number,
    alerts.raised_at,
    alerts.measured_value,
    alerts.limit_value,
    alerts.limit_unit,
    alerts.severity,
    alerts.recipient_role,
    rules.recommended_action,
    rules.owner_role,
    rules.sop,
    alerts.work_order_url
from ranked as alerts
inner join {{ ref('dim_alert_rules') }} as rules on alerts.alert_rule_key = rules.alert_rule_key
where alerts.rank_of_entity = 1
