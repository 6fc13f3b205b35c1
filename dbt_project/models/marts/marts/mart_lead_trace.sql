{#-
    First click to delivery. Web events belong to an opportunity by the session of one of its leads or by the lead they name.
    `detail` is a word of a vocabulary, never free text.
    Each line: event, relation, moment, agent, VIN, detail, key, which rows.
-#}
{%- set flow_type = "flow_type || case when is_submitted then '_submitted' when is_abandoned then '_abandoned' else '_started' end" -%}
{%- set flow_at = 'case when is_submitted then submitted_at when abandoned_at is not null then abandoned_at else started_at end' -%}
{%- set touch = "direction || ' ' || channel || coalesce(' ' || kind, '')" -%}
{%- set appointments, sales = ref('fct_appointments'), ref('int_sales__credited') -%}
{%- set events = [
    ('event_name', 'web', 'occurred_at', 'null', 'vin', 'device', 'web_event_key', 'true'),
    ("'inquiry'", 'leads', 'lead_at', 'owner_agent_id', 'vin', 'lead_origin', 'lead_key', 'true'),
    ("'assignment'", ref('fct_lead_assignments'), 'assigned_at', 'agent_id', 'null', 'reason', 'assignment_key', 'true'),
    ("'interaction'", ref('fct_lead_interactions'), 'event_at', 'agent_id', 'null', touch, 'interaction_key', 'true'),
    ("'call'", 'only_calls', 'started_at', 'agent_id', 'null', "direction || ' ' || outcome", 'call_key', 'true'),
    ("'stage_change'", ref('fct_lead_stage_changes'), 'changed_at', 'agent_id', 'null', 'to_stage', 'stage_change_key', 'true'),
    ("'appointment_set'", appointments, 'set_at', 'agent_id', 'vin', 'status', 'appointment_key', 'true'),
    ("'appointment_confirmed'", appointments, 'confirmed_at', 'agent_id', 'vin', 'status', 'appointment_key', 'confirmed_at is not null'),
    ("'shown'", appointments, 'coalesce(shown_at, scheduled_at)', 'agent_id', 'vin', 'status', 'appointment_key', "status = 'shown'"),
    ("'test_drive'", appointments, 'test_drive_at', 'agent_id', 'vin', 'status', 'appointment_key', 'test_drive_at is not null'),
    ("'showroom_visit'", ref('fct_showroom_visits'), 'started_at', 'agent_id', 'null', "case when had_test_drive then 'test_drive' end", 'visit_key', 'true'),
    ("'quote'", ref('fct_quotes'), 'presented_at', 'null', 'vin', 'null', 'quote_key', 'true'),
    (flow_type, ref('fct_digital_retailing_flows'), flow_at, 'null', 'vin', 'null', 'flow_key', 'true'),
    ("'sold'", sales, 'sold_at', 'agent_id', 'vin', 'match_kind', 'sale_key', 'true'),
    ("'delivered'", sales, 'delivered_at', 'agent_id', 'vin', 'null', 'sale_key', 'delivered_at is not null'),
] -%}
with
leads as (
    select * from {{ ref('fct_leads') }}
    where is_sales_lead
),

sessions as (
    select
        store_id,
        session_id,
        min(opportunity_key) as opportunity_key
    from leads
    where session_id is not null
    group by store_id, session_id
),

web as (
    select
        coalesce(leads.opportunity_key, sessions.opportunity_key) as opportunity_key,
        web_events.event_name,
        web_events.occurred_at,
        web_events.source_system,
        web_events.vin,
        web_events.device,
        web_events.web_event_key
    from {{ ref('fct_web_events') }} as web_events
    left join leads on web_events.lead_key = leads.lead_key
    left join sessions on web_events.store_id = sessions.store_id and web_events.session_id = sessions.session_id
    where leads.opportunity_key is not null or sessions.opportunity_key is not null
),

-- A call that the CRM has logged is that interaction.
only_calls as (
    select
        leads.opportunity_key,
        calls.started_at,
        calls.source_system,
        calls.agent_id,
        calls.direction,
        calls.outcome,
        calls.call_key
    from {{ ref('fct_calls') }} as calls
    inner join leads on calls.lead_key = leads.lead_key
    left join {{ ref('fct_lead_interactions') }} as interactions on calls.call_key = interactions.call_key
    where interactions.call_key is null
),

events as (
    {%- for event_type, relation, moment, agent, vin, detail, key, rows in events %}
    select
        opportunity_key,
        {{ event_type }} as event_type,
        {{ moment }} as occurred_at,
        source_system as system,
        cast({{ agent }} as varchar) as agent_id,
        cast({{ vin }} as varchar) as vin,
        {{ detail }} as detail,
        {{ key }} as event_key
    from {{ relation }}
    where {{ rows }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

traced as (
    select
        events.*,
        row_number() over (
            partition by events.opportunity_key
            order by events.occurred_at, events.event_type, events.event_key
        ) as event_seq,
        lag(events.occurred_at) over (
            partition by events.opportunity_key
            order by events.occurred_at, events.event_type, events.event_key
        ) as previous_at
    from events
    inner join {{ ref('fct_opportunities') }} as opportunities on events.opportunity_key = opportunities.opportunity_key
    where events.occurred_at <= opportunities.as_of_at
)

select
    opportunity_key,
    event_seq,
    event_type,
    occurred_at,
    system,
    agent_id,
    vin,
    detail,
    event_key,
    {{ seconds_between('previous_at', 'occurred_at') }} as seconds_since_previous
from traced
