-- If it failed, somebody would be told about a lead that has been answered, or not told about one that waits: the history of alerts
-- (fct_alerts, of which mart_alerts are the open ones) and the queue work out the ladder each from the same milestones.
with
queue as (
    select opportunity_key, age_seconds
    from {{ ref('mart_lead_queue') }}
    where escalation_level <> 'none'
),

alerts as (
    select entity_id as opportunity_key, measured_value as age_seconds
    from {{ ref('mart_alerts') }}
    where rule_id in ('lead_unanswered_notify', 'lead_unanswered_manager', 'lead_unanswered_backup')
)

select coalesce(queue.opportunity_key, alerts.opportunity_key) as opportunity_key
from queue
full outer join alerts on queue.opportunity_key = alerts.opportunity_key
where
    (queue.opportunity_key is null or alerts.opportunity_key is null or queue.age_seconds <> alerts.age_seconds)
    -- A home may have switched rules off, or on for some stores only.
    and not exists (select 1 from {{ ref('dim_alert_rules') }} where rule_id like 'lead_unanswered_%' and (not is_enabled or store_id <> '*'))
