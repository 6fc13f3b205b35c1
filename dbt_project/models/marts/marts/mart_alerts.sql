{#-
    What asks for a decision now, by the enabled rules of the seed alert_rules; an alert is open for as long as its condition
    holds and is gone from here when it no longer does. A lead stands under its highest level only.
-#}
with
conditions as (
    select
        case escalation_level
            when 'notify_agent' then 'lead_unanswered_notify'
            when 'escalate_manager' then 'lead_unanswered_manager'
            when 'route_backup' then 'lead_unanswered_backup'
        end as rule_id,
        store_id,
        cast(null as varchar) as vehicle_class,
        'opportunity' as entity_type,
        opportunity_key as entity_id,
        cast(null as varchar) as stock_number,
        cast(age_seconds as double) as measured_value
    from {{ ref('mart_lead_queue') }}
    where escalation_level <> 'none'

    union all

    select
        'lead_unassigned' as rule_id,
        store_id,
        null as vehicle_class,
        'opportunity' as entity_type,
        opportunity_key as entity_id,
        null as stock_number,
        cast(age_seconds as double) as measured_value
    from {{ ref('mart_lead_queue') }}
    where owner_agent_id = 'unassigned'

    union all

    select
        'price_drift' as rule_id,
        store_id,
        vehicle_class,
        'unit' as entity_type,
        inventory_unit_key as entity_id,
        stock_number,
        cast(drift_streak_days as double) as measured_value
    from {{ ref('mart_aging_ladder') }}

    union all

    select
        'aged_unit' as rule_id,
        store_id,
        vehicle_class,
        'unit' as entity_type,
        inventory_unit_key as entity_id,
        stock_number,
        cast(days_in_stock as double) as measured_value
    from {{ ref('mart_aging_ladder') }}

    union all

    select
        'days_supply_over' as rule_id,
        store_id,
        vehicle_class,
        'model' as entity_type,
        make || ' ' || model || ' ' || trim as entity_id,
        null as stock_number,
        days_supply as measured_value
    from {{ ref('mart_stocking_plan') }}
    where supply_status = 'over'

    union all

    select
        'recon_sublet_late' as rule_id,
        pipeline.store_id,
        units.vehicle_class,
        'unit' as entity_type,
        pipeline.inventory_unit_key as entity_id,
        pipeline.stock_number,
        pipeline.hours_in_stage as measured_value
    from {{ ref('mart_recon_pipeline') }} as pipeline
    inner join {{ ref('dim_inventory_units') }} as units on pipeline.inventory_unit_key = units.inventory_unit_key and units.is_current
    where pipeline.stage = 'sublet'

    union all

    select
        'photos_late' as rule_id,
        store_id,
        vehicle_class,
        'unit' as entity_type,
        inventory_unit_key as entity_id,
        stock_number,
        hours_in_stock as measured_value
    from {{ ref('mart_merchandising') }}
    where is_photo_exception

    union all

    select
        case when lag_minutes >= {{ param('sync_error_minutes') }} then 'sold_still_live_long' else 'sold_still_live' end as rule_id,
        store_id,
        null as vehicle_class,
        'listing' as entity_type,
        listing_sync_key as entity_id,
        stock_number,
        cast(lag_minutes as double) as measured_value
    from {{ ref('fct_listing_syncs') }}
    where change_type = 'sold' and is_still_stale

    union all

    select
        'source_stale' as rule_id,
        '*' as store_id,
        null as vehicle_class,
        'source' as entity_type,
        source_system || ' / ' || entity as entity_id,
        null as stock_number,
        cast(event_age_seconds as double) as measured_value
    from {{ ref('mart_data_freshness') }}
    where status = 'stale'

    union all

    select
        'source_silent' as rule_id,
        '*' as store_id,
        null as vehicle_class,
        'source' as entity_type,
        place as entity_id,
        null as stock_number,
        cast(answer_age_seconds as double) as measured_value
    from {{ ref('mart_source_connections') }}
    where status = 'stale'

    union all

    select
        'canary_late' as rule_id,
        '*' as store_id,
        null as vehicle_class,
        'canary' as entity_type,
        canary as entity_id,
        null as stock_number,
        cast(age_seconds as double) as measured_value
    from {{ ref('int_canaries__followed') }}
    where status = 'late'
)

select
    {{ event_key('alert', ['conditions.rule_id', 'conditions.store_id', 'conditions.vehicle_class', 'conditions.entity_id']) }} as alert_key,
    conditions.rule_id,
    conditions.store_id,
    conditions.entity_type,
    conditions.entity_id,
    conditions.stock_number,
    conditions.measured_value,
    rules.limit_value,
    rules.limit_unit,
    rules.severity,
    rules.recipient_role,
    rules.recommended_action,
    rules.owner_role,
    rules.sop
from conditions
inner join {{ ref('dim_alert_rules') }} as rules
    on
        conditions.rule_id = rules.rule_id
        and rules.is_enabled
        and (rules.vehicle_class = '*' or conditions.vehicle_class = rules.vehicle_class)
        and (rules.store_id = '*' or conditions.store_id = rules.store_id)
where
    -- A lead's level comes from its store's own policy, which may be stricter than the rule's limit.
    conditions.rule_id in ('lead_unanswered_notify', 'lead_unanswered_manager', 'lead_unanswered_backup')
    or rules.rule_condition not in ('age_at_least', 'streak_at_least', 'above')
    or (rules.rule_condition in ('age_at_least', 'streak_at_least') and conditions.measured_value >= rules.limit_value)
    or (rules.rule_condition = 'above' and conditions.measured_value > rules.limit_value)
