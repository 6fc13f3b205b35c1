{#-
    What an alert rule about a shopper watches. measured_value runs from started_at; where the store's own policy decides (the ladder of
    5, 10 and 15 minutes, requirements ALR-01 to ALR-03) raised_at is given, else the rule's limit does. A lead stands under its highest
    level only: a lower one ends where the next begins. stopped_at is null for as long as it holds.
-#}
{%- set is_escalated = 'waited_seconds >= escalate_manager_seconds or waited_seconds > route_backup_seconds' -%}
{%- set levels = [
    ('lead_unanswered_notify', 'notify_agent_seconds', '>', is_escalated, 'least(escalate_manager_seconds, route_backup_seconds)'),
    ('lead_unanswered_manager', 'escalate_manager_seconds', '>=', 'waited_seconds > route_backup_seconds', 'route_backup_seconds'),
    ('lead_unanswered_backup', 'route_backup_seconds', '>', 'false', 'route_backup_seconds'),
] -%}
with
waits as (
    select
        waits.*,
        waits.owner_agent_id as agent_id,
        policies.notify_agent_seconds,
        policies.escalate_manager_seconds,
        policies.route_backup_seconds,
        {{ seconds_between('waits.inquiry_at', 'coalesce(waits.waited_until, waits.as_of_at)') }} as waited_seconds
    from {{ ref('int_opportunities__waits') }} as waits
    inner join {{ ref('int_opportunities__policies') }} as policies on waits.opportunity_key = policies.opportunity_key
),

ladder as (
    {%- for rule, seconds, reached, is_next, next_seconds in levels %}
    select
        '{{ rule }}' as rule_id,
        store_id,
        opportunity_key,
        agent_id,
        inquiry_at as started_at,
        {{ add_seconds('inquiry_at', seconds) }} as raised_at,
        case when {{ is_next }} then {{ add_seconds('inquiry_at', next_seconds) }} else waited_until end as stopped_at,
        case when {{ is_next }} then 'escalated' else waited_for end as stopped_by,
        cast(waited_seconds as double) as measured_value
    from waits
    where waited_seconds {{ reached }} {{ seconds }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

unassigned as (
    select
        'lead_unassigned' as rule_id,
        store_id,
        opportunity_key,
        agent_id,
        inquiry_at as started_at,
        cast(null as timestamp) as raised_at,
        case when owned_at <= waited_until or waited_until is null then owned_at else waited_until end as stopped_at,
        case when owned_at <= waited_until or (waited_until is null and owned_at is not null) then 'assigned' else waited_for end as stopped_by,
        as_of_at
    from waits
),

-- RTE-15: a quote was asked for, and none presented within the rule's time.
quote_requests as (
    select
        opportunities.opportunity_key,
        min(opportunities.lead_at) as requested_at
    from {{ ref('int_opportunities__leads') }} as opportunities
    inner join {{ ref('can_leads') }} as leads on opportunities.lead_id = leads.lead_id
    where leads.lead_type = 'quote_request'
    group by opportunities.opportunity_key
),

unquoted as (
    select
        'quote_unsent' as rule_id,
        waits.store_id,
        waits.opportunity_key,
        waits.agent_id,
        requests.requested_at as started_at,
        cast(null as timestamp) as raised_at,
        case when waits.quoted_at <= waits.closed_at or waits.closed_at is null then waits.quoted_at else waits.closed_at end as stopped_at,
        case
            when waits.quoted_at <= waits.closed_at or (waits.closed_at is null and waits.quoted_at is not null) then 'quoted'
            when waits.closed_at is not null then 'closed'
        end as stopped_by,
        waits.as_of_at
    from waits
    inner join quote_requests as requests on waits.opportunity_key = requests.opportunity_key
),

watched as (
    select
        rule_id,
        store_id,
        opportunity_key,
        agent_id,
        started_at,
        raised_at,
        stopped_at,
        stopped_by,
        measured_value
    from ladder
    union all
    select
        rule_id,
        store_id,
        opportunity_key,
        agent_id,
        started_at,
        raised_at,
        stopped_at,
        stopped_by,
        cast({{ seconds_between('started_at', 'coalesce(stopped_at, as_of_at)') }} as double) as measured_value
    from unassigned
    union all
    select
        rule_id,
        store_id,
        opportunity_key,
        agent_id,
        started_at,
        raised_at,
        stopped_at,
        stopped_by,
        {{ seconds_between('started_at', 'coalesce(stopped_at, as_of_at)') }} / cast(3600 as double) as measured_value
    from unquoted
)

select
    watched.*,
    'opportunity' as entity_type,
    opportunity_key as entity_id
from watched
where stopped_at is null or raised_at is null or raised_at < stopped_at

union all

-- RTE-13: a callback was promised and not made by its time.
select
    'callback_overdue' as rule_id,
    store_id,
    opportunity_key,
    agent_id,
    due_at as started_at,
    cast(null as timestamp) as raised_at,
    completed_at as stopped_at,
    case when completed_at is not null then 'called' end as stopped_by,
    cast({{ seconds_between('due_at', 'coalesce(completed_at, as_of_at)') }} as double) as measured_value,
    'task' as entity_type,
    task_id as entity_id
from {{ ref('int_tasks__judged') }}
where is_callback and due_at is not null and (is_open or completed_at is not null)
