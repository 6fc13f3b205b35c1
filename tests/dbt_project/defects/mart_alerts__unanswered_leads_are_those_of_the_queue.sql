insert into marts.mart_lead_queue (opportunity_key, age_seconds, escalation_level) values ('x', 1000, 'route_backup');
insert into marts.mart_alerts (rule_id, entity_id, measured_value) values ('lead_unanswered_backup', 'x', 1000)
