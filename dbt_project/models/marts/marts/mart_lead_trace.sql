{#-
    First click to delivery. Web events belong to an opportunity by the session of one of its leads or by the lead they name.
    `detail` is a word of a vocabulary, never free text.
-#}
{%- set milestones = [
    ('appointment_set', 'set_at', 'true'),
    ('appointment_confirmed', 'confirmed_at', 'confirmed_at is not null'),
    ('shown', 'coalesce(shown_at, scheduled_at)', "status = 'shown'"),
    ('test_drive', 'test_drive_at', 'test_drive_at is not null'),
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
        web_events.event_name as event_type,
        web_events.occurred_at,
        web_events.source_system as system,
        cast(null as varchar) as agent_id,
        web_events.vin,
        web_events.device as detail,
        web_events.web_event_key as event_key
    from {{ ref('fct_web_events') }} as web_events
    left join leads on web_events.lead_key = leads.lead_key
    left join sessions on web_events.store_id = sessions.store_id and web_events.session_id = sessions.session_id
    where leads.opportunity_key is not null or sessions.opportunity_key is not null
),

events as (
    select * from web

    union all

    select
        opportunity_key,
        'inquiry' as event_type,
        lead_at as occurred_at,
        source_system as system,
        owner_agent_id as agent_id,
        vin,
        lead_origin as detail,
        lead_key as event_key
    from leads

    union all

    select
        opportunity_key,
        'assignment' as event_type,
        assigned_at as occurred_at,
        source_system as system,
        agent_id,
        null as vin,
        reason as detail,
        assignment_key as event_key
    from {{ ref('fct_lead_assignments') }}

    union all

    select
        opportunity_key,
        'interaction' as event_type,
        event_at as occurred_at,
        source_system as system,
        agent_id,
        null as vin,
        direction || ' ' || channel || coalesce(' ' || kind, '') as detail,
        interaction_key as event_key
    from {{ ref('fct_lead_interactions') }}

    union all

    select
        calls.opportunity_key,
        'call' as event_type,
        calls.started_at as occurred_at,
        calls.source_system as system,
        calls.agent_id,
        null as vin,
        calls.direction || ' ' || calls.outcome as detail,
        calls.call_key as event_key
    from (
        select
            leads.opportunity_key,
            fct_calls.started_at,
            fct_calls.source_system,
            fct_calls.agent_id,
            fct_calls.direction,
            fct_calls.outcome,
            fct_calls.call_key
        from {{ ref('fct_calls') }} as fct_calls
        inner join leads on fct_calls.lead_key = leads.lead_key
    ) as calls
    left join {{ ref('fct_lead_interactions') }} as interactions on calls.call_key = interactions.call_key
    where interactions.call_key is null

    union all

    select
        opportunity_key,
        'stage_change' as event_type,
        changed_at as occurred_at,
        source_system as system,
        agent_id,
        null as vin,
        to_stage as detail,
        stage_change_key as event_key
    from {{ ref('fct_lead_stage_changes') }}
    {%- for type, moment, condition in milestones %}

    union all

    select
        opportunity_key,
        '{{ type }}' as event_type,
        {{ moment }} as occurred_at,
        source_system as system,
        agent_id,
        vin,
        status as detail,
        appointment_key as event_key
    from {{ ref('fct_appointments') }}
    where {{ condition }}
    {%- endfor %}

    union all

    select
        opportunity_key,
        'showroom_visit' as event_type,
        started_at as occurred_at,
        source_system as system,
        agent_id,
        null as vin,
        case when had_test_drive then 'test_drive' end as detail,
        visit_key as event_key
    from {{ ref('fct_showroom_visits') }}

    union all

    select
        opportunity_key,
        'quote' as event_type,
        presented_at as occurred_at,
        source_system as system,
        null as agent_id,
        vin,
        null as detail,
        quote_key as event_key
    from {{ ref('fct_quotes') }}

    union all

    select
        opportunity_key,
        flow_type || case when is_submitted then '_submitted' when is_abandoned then '_abandoned' else '_started' end as event_type,
        case when is_submitted then submitted_at when abandoned_at is not null then abandoned_at else started_at end as occurred_at,
        source_system as system,
        null as agent_id,
        vin,
        null as detail,
        flow_key as event_key
    from {{ ref('fct_digital_retailing_flows') }}

    union all

    select
        opportunities.opportunity_key,
        'sold' as event_type,
        sales.sold_at as occurred_at,
        sales.source_system as system,
        sales.agent_id,
        sales.vin,
        sales.match_kind as detail,
        sales.sale_key as event_key
    from {{ ref('int_sales__credited') }} as sales
    inner join {{ ref('fct_opportunities') }} as opportunities on sales.opportunity_key = opportunities.opportunity_key

    union all

    select
        opportunity_key,
        'delivered' as event_type,
        delivered_at as occurred_at,
        source_system as system,
        agent_id,
        vin,
        null as detail,
        sale_key as event_key
    from {{ ref('int_sales__credited') }}
    where delivered_at is not null
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
