{#-
    marts_contract, rule 8. Each milestone comes from its own event, so it goes when the event is undone: a deal that is unwound is
    no Sale, an appointment that is no longer `shown` was not shown. A cancelled booking was still set.
    Contacted alone is also implied: by the earliest of the later milestones. Appointments, visits, quotes and flows that name no
    lead belong to no opportunity.
-#}
{%- set appointments, visits = ref('can_appointments'), ref('can_showroom_visits') -%}
{#- Each line: milestone, relation, when it was reached, since when that is known, which rows. -#}
{%- set by_lead = [
    ('appointment_set', appointments, 'coalesce(source.set_at, source.scheduled_at)', 'source.set_at', 'true'),
    ('appointment_confirmed', appointments, 'source.confirmed_at', 'source.confirmed_at', 'source.confirmed_at is not null'),
    ('shown', appointments, 'coalesce(source.shown_at, source.scheduled_at)', 'source.shown_at', "source.status = 'shown'"),
    ('test_drive', appointments, 'source.test_drive_at', 'source.test_drive_at', 'source.test_drive_at is not null'),
    ('shown', visits, 'source.started_at', 'source.started_at', 'true'),
    ('test_drive', visits, 'source.started_at', 'source.started_at', 'source.had_test_drive'),
    ('quoted', ref('can_quotes'), 'source.presented_at', 'source.presented_at', 'true'),
    ('finance_applied', ref('can_digital_retailing_flows'), 'source.submitted_at', 'source.submitted_at',
        "source.flow_type = 'credit_application' and source.submitted_at is not null"),
    ('finance_applied', ref('can_web_events'), 'source.occurred_at', 'source.occurred_at',
        "source.event_name = 'credit_application' and not source.is_bot"),
] -%}
-- noqa: disable=LT02
with
events as (
    {%- for milestone, relation, reached_at, known_at, rows in by_lead %}
    select
        opportunities.opportunity_key,
        '{{ milestone }}' as milestone,
        {{ reached_at }} as reached_at,
        {{ known_at }} as known_at
    from {{ relation }} as source
    inner join {{ ref('int_opportunities__leads') }} as opportunities on source.lead_id = opportunities.lead_id
    where {{ rows }}

    union all
    {% endfor %}
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
