{#-
    Every alert that the enabled rules of dim_alert_rules have raised, reconstructed: when a condition passed its rule's limit, and when it
    no longer held. Limits and rules are those of today. A rule about days counts local days: above 45 is raised with the 46th.
    A condition begins at started_at (or on started_on), is not seen before seen_from_on, and where no limit decides says raised_at.
-#}
{%- set columns = {
    'rule_id': 'varchar', 'store_id': 'varchar', 'vehicle_class': 'varchar', 'agent_id': 'varchar', 'opportunity_key': 'varchar',
    'inventory_unit_key': 'varchar', 'entity_type': 'varchar', 'entity_id': 'varchar', 'stock_number': 'varchar', 'started_at': 'timestamp',
    'started_on': 'date', 'seen_from_on': 'date', 'raised_at': 'timestamp', 'stopped_at': 'timestamp', 'stopped_on': 'date', 'stopped_by': 'varchar',
    'measured_value': 'double', 'work_order_url': 'varchar',
} -%}
{%- set always = 'rule_id store_id entity_type entity_id stopped_by measured_value ' -%}
{%- set conditions = [
    (ref('int_alerts__of_leads'), 'agent_id opportunity_key started_at raised_at stopped_at'),
    (ref('int_alerts__of_units'), 'vehicle_class inventory_unit_key stock_number started_at started_on seen_from_on raised_at stopped_at work_order_url'),
    (ref('int_alerts__of_sources'), 'raised_at stopped_at'),
    ('drifts', 'vehicle_class inventory_unit_key stock_number started_on stopped_on'),
    ('supplies', 'vehicle_class started_on stopped_on'),
    ('listings', 'inventory_unit_key stock_number started_at stopped_at'),
] -%}
-- noqa: disable=LT02
with
drifts as (
    select
        'price_drift' as rule_id,
        units.store_id,
        max(units.vehicle_class) as vehicle_class,
        market.inventory_unit_key,
        'unit' as entity_type,
        market.inventory_unit_key as entity_id,
        max(units.stock_number) as stock_number,
        {{ add_days('market.stock_date', '1 - market.drift_streak_days') }} as started_on,
        {{ add_days('max(market.stock_date)', 1) }} as stopped_on,
        'price_or_views' as stopped_by,
        cast(max(market.drift_streak_days) as double) as measured_value
    from {{ ref('fct_price_to_market_daily') }} as market
    inner join {{ ref('fct_inventory_daily') }} as units on market.unit_day_key = units.unit_day_key
    where market.drift_streak_days > 0
    group by units.store_id, market.inventory_unit_key, {{ add_days('market.stock_date', '1 - market.drift_streak_days') }}
),

supplies as (
    select
        'days_supply_over' as rule_id,
        store_id,
        vehicle_class,
        'model' as entity_type,
        make || ' ' || model || ' ' || trim as entity_id,
        status_since_date as started_on,
        {{ add_days('as_of_date', 1) }} as stopped_on,
        'sold_down' as stopped_by,
        days_supply as measured_value
    from {{ ref('fct_days_supply_daily') }}
    where status = 'over' and is_last_day_of_status
),

listings as (
    {%- set limit = param('sync_error_minutes', 'integer') %}
    {%- for rule in ['sold_still_live', 'sold_still_live_long'] %}
    select
        '{{ rule }}' as rule_id,
        store_id,
        inventory_unit_key,
        'listing' as entity_type,
        listing_sync_key as entity_id,
        stock_number,
        changed_at as started_at,
        case
            {%- if loop.first %}
            when lag_minutes >= {{ limit }} then {{ add_seconds('changed_at', '60 * ' ~ limit) }}
            {%- endif %}
            when not is_still_stale then {{ add_seconds('changed_at', 'cast(lag_minutes * 60 as bigint)') }}
        end as stopped_at,
        case when {{ 'lag_minutes >= ' ~ limit if loop.first else 'false' }} then 'escalated' else 'taken_down' end as stopped_by,
        cast(lag_minutes as double) as measured_value
    from {{ ref('fct_listing_syncs') }}
    where change_type = 'sold'{{ ' and lag_minutes >= ' ~ limit if not loop.first }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

conditions as (
    {%- for relation, given in conditions %}
    select
        {%- for column, type in columns.items() %}
        {%- set is_given = column in (always ~ given).split(' ') %}
        {{ column if is_given else 'cast(null as ' ~ type ~ ')' }} as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ relation }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

timed as (
    select
        conditions.*,
        rules.alert_rule_key,
        rules.limit_value,
        rules.limit_unit,
        rules.severity,
        rules.recipient_role,
        coalesce(conditions.raised_at, {{ alert_moment('conditions', 'rules', 'clock.timezone') }}) as alerted_at,
        coalesce(
            conditions.stopped_at,
            case when conditions.stopped_on <= clock.as_of_date then {{ start_of_local_day('conditions.stopped_on', 'clock.timezone') }} end
        ) as cleared_at,
        clock.timezone
    from conditions
    inner join {{ ref('dim_alert_rules') }} as rules
        on
            conditions.rule_id = rules.rule_id
            and rules.is_enabled
            and (rules.vehicle_class = '*' or conditions.vehicle_class = rules.vehicle_class)
            and (rules.store_id = '*' or conditions.store_id = rules.store_id)
    -- A source is of all stores: its days are those of UTC.
    inner join {{ ref('int_stores__clock') }} as clock on replace(conditions.store_id, '*', 'unknown') = clock.store_id
    where
        -- A lead's level comes from its store's own policy, which may be stricter than the rule's limit.
        conditions.raised_at is not null
        or rules.limit_value is null
        or (rules.rule_condition in ('age_at_least', 'streak_at_least') and conditions.measured_value >= rules.limit_value)
        or (rules.rule_condition = 'above' and conditions.measured_value > rules.limit_value)
)

select
    {{ event_key('alert_episode', ['rule_id', 'store_id', 'vehicle_class', 'entity_id', 'alerted_at']) }} as alert_episode_key,
    alert_rule_key,
    {{ store_key("replace(store_id, '*', 'unknown')") }} as store_key,
    {{ agent_key('agent_id') }} as agent_key,
    coalesce(inventory_unit_key, {{ unknown_unit_key() }}) as inventory_unit_key,
    coalesce(opportunity_key, {{ opportunity_key('null') }}) as opportunity_key,
    rule_id,
    store_id,
    vehicle_class,
    entity_type,
    entity_id,
    stock_number,
    alerted_at as raised_at,
    {{ local_date('alerted_at', 'timezone') }} as raised_on,
    cleared_at,
    cleared_at is null as is_open,
    case when cleared_at is not null then stopped_by end as cleared_by,
    measured_value,
    limit_value,
    limit_unit,
    severity,
    recipient_role,
    work_order_url
from timed
