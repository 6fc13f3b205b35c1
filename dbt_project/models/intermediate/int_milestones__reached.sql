{#-
    marts_contract, rule 8. Each milestone comes from its own event, so it goes when the event is undone: a deal that is unwound is
    no Sale, an appointment that is no longer `shown` was not shown. A cancelled booking was still set.
    Contacted alone is also implied: by the earliest of the later milestones. Appointments, visits, quotes and flows that name no
    lead belong to no opportunity.
-#}
-- noqa: disable=LT02
with
events as (
    select
        opportunities.opportunity_key,
        'appointment_set' as milestone,
        coalesce(appointments.set_at, appointments.scheduled_at) as reached_at,
        appointments.set_at as known_at
    from {{ ref('can_appointments') }} as appointments
    inner join {{ ref('int_opportunities__leads') }} as opportunities on appointments.lead_id = opportunities.lead_id

    union all

    select
        opportunities.opportunity_key,
        'appointment_confirmed' as milestone,
        appointments.confirmed_at as reached_at,
        appointments.confirmed_at as known_at
    from {{ ref('can_appointments') }} as appointments
    inner join {{ ref('int_opportunities__leads') }} as opportunities on appointments.lead_id = opportunities.lead_id
    where appointments.confirmed_at is not null

    union all

    select
        opportunities.opportunity_key,
        'shown' as milestone,
        coalesce(appointments.shown_at, appointments.scheduled_at) as reached_at,
        appointments.shown_at as known_at
    from {{ ref('can_appointments') }} as appointments
    inner join {{ ref('int_opportunities__leads') }} as opportunities on appointments.lead_id = opportunities.lead_id
    where appointments.status = 'shown'

    union all

    select
        opportunities.opportunity_key,
        'test_drive' as milestone,
        appointments.test_drive_at as reached_at,
        appointments.test_drive_at as known_at
    from {{ ref('can_appointments') }} as appointments
    inner join {{ ref('int_opportunities__leads') }} as opportunities on appointments.lead_id = opportunities.lead_id
    where appointments.test_drive_at is not null

    union all

    select
        opportunities.opportunity_key,
        'shown' as milestone,
        visits.started_at as reached_at,
        visits.started_at as known_at
    from {{ ref('can_showroom_visits') }} as visits
    inner join {{ ref('int_opportunities__leads') }} as opportunities on visits.lead_id = opportunities.lead_id

    union all

    select
        opportunities.opportunity_key,
        'test_drive' as milestone,
        visits.started_at as reached_at,
        visits.started_at as known_at
    from {{ ref('can_showroom_visits') }} as visits
    inner join {{ ref('int_opportunities__leads') }} as opportunities on visits.lead_id = opportunities.lead_id
    where visits.had_test_drive

    union all

    select
        opportunities.opportunity_key,
        'quoted' as milestone,
        quotes.presented_at as reached_at,
        quotes.presented_at as known_at
    from {{ ref('can_quotes') }} as quotes
    inner join {{ ref('int_opportunities__leads') }} as opportunities on quotes.lead_id = opportunities.lead_id

    union all

    select
        opportunities.opportunity_key,
        'finance_applied' as milestone,
        flows.submitted_at as reached_at,
        flows.submitted_at as known_at
    from {{ ref('can_digital_retailing_flows') }} as flows
    inner join {{ ref('int_opportunities__leads') }} as opportunities on flows.lead_id = opportunities.lead_id
    where flows.flow_type = 'credit_application' and flows.submitted_at is not null

    union all

    select
        opportunities.opportunity_key,
        'finance_applied' as milestone,
        web_events.occurred_at as reached_at,
        web_events.occurred_at as known_at
    from {{ ref('can_web_events') }} as web_events
    inner join {{ ref('int_opportunities__leads') }} as opportunities on web_events.lead_id = opportunities.lead_id
    where web_events.event_name = 'credit_application' and not web_events.is_bot

    union all

    select
        matched.opportunity_key,
        'sold' as milestone,
        {{ start_of_local_day('sales.sale_date', 'clock.timezone') }} as reached_at,
        {{ start_of_local_day('sales.sale_date', 'clock.timezone') }} as known_at
    from {{ ref('int_sales__matched') }} as matched
    inner join {{ ref('int_sales__retail') }} as sales
        on matched.store_id_raw = sales.store_id_raw and matched.deal_number = sales.deal_number
    inner join {{ ref('int_stores__clock') }} as clock on sales.store_id = clock.store_id
    where matched.opportunity_key is not null

    union all

    select
        matched.opportunity_key,
        'delivered' as milestone,
        sales.delivered_at as reached_at,
        sales.delivered_at as known_at
    from {{ ref('int_sales__matched') }} as matched
    inner join {{ ref('int_sales__retail') }} as sales
        on matched.store_id_raw = sales.store_id_raw and matched.deal_number = sales.deal_number
    where matched.opportunity_key is not null and sales.delivered_at is not null

    union all

    select
        opportunity_key,
        'conversation' as milestone,
        counted_at as reached_at,
        counted_at as known_at
    from {{ ref('int_interactions__touches') }}
    where is_two_way and counted_at is not null

    union all

    select
        opportunity_key,
        'response' as milestone,
        counted_at as reached_at,
        counted_at as known_at
    from {{ ref('int_interactions__touches') }}
    where is_response and counted_at is not null
),

{%- set own = ['appointment_set', 'appointment_confirmed', 'shown', 'test_drive', 'quoted', 'finance_applied', 'sold', 'delivered'] %}

-- What is dated after the run's clock has not happened yet.
reached as (
    select
        events.opportunity_key,
        min(case when events.milestone = 'response' then events.reached_at end) as first_response_at,
        min(case when events.milestone = 'conversation' then events.reached_at end) as first_conversation_at,
        min(case when events.milestone <> 'response' then events.reached_at end) as contacted_at,
        {%- for milestone in own %}
        min(case when events.milestone = '{{ milestone }}' then events.reached_at end) as {{ milestone }}_at{{ "," if not loop.last }}
        {%- endfor %}
    from events
    cross join {{ ref('stg_run__clock') }} as clock
    where events.known_at is null or events.known_at <= clock.as_of_at
    group by events.opportunity_key
)

select
    opportunity_key,
    first_response_at,
    first_conversation_at,
    contacted_at,
    {%- for milestone in own %}
    {{ milestone }}_at{{ "," if not loop.last }}
    {%- endfor %}
from reached
