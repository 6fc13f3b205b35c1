{#-
    What goes wrong when a lead is handed over, worked or written to. Each line: check, entity, column, the records it is about, which of
    them are meant, and when one of them fails.
-#}
{%- set checks = [
    ('untouched_hour', 'leads', 'first_response_at', 'opportunities',
        "lead_type = 'vehicle_specific' and age_business_seconds is not null and (is_open or response_business_seconds is not null)",
        'coalesce(response_business_seconds, age_business_seconds) > 60 * ' ~ param('untouched_minutes', 'integer')),
    ('too_few_attempts', 'leads', 'contact_attempts', 'opportunities',
        'not is_contacted and not is_sold and age_seconds > 86400 * ' ~ param('attempts_days', 'integer'),
        'contact_attempts < ' ~ param('attempts_minimum', 'integer')),
    ('missing_backup', 'leads', 'backup_agent_id', 'opportunities', "is_open and owner_agent_id <> 'unassigned'", 'backup_agent_id is null'),
    ('wrong_assignee', 'lead_assignments', 'agent_id', 'assignments', 'agent_store_id is not null', 'is_of_another_store or is_inactive'),
    ('several_owners', 'lead_assignments', 'released_at', 'assignments', 'true', 'is_overlapping'),
    ('promo_after_booking', 'messages', 'message_type', 'messages', "message_type = 'generic_promo'", 'is_before_a_booked_visit'),
    ('presale_after_sale', 'messages', 'message_type', 'messages', 'is_presale', 'is_after_the_sale'),
] -%}
with
opportunities as (
    select
        opened.store_id,
        opened.inquiry_date as record_date,
        opened.lead_type,
        opened.owner_agent_id,
        {{ seconds_between('opened.inquiry_at', 'opened.as_of_at') }} as age_seconds,
        waits.closed_at is null as is_open,
        sold.opportunity_key is not null as is_sold,
        reached.contacted_at is not null as is_contacted,
        business.response_business_seconds,
        business.age_business_seconds,
        effort.contact_attempts,
        owners.backup_agent_id
    from {{ ref('int_opportunities__opened') }} as opened
    inner join {{ ref('int_opportunities__waits') }} as waits on opened.opportunity_key = waits.opportunity_key
    inner join {{ ref('int_opportunities__effort') }} as effort on opened.opportunity_key = effort.opportunity_key
    left join {{ ref('int_milestones__reached') }} as reached on opened.opportunity_key = reached.opportunity_key
    left join {{ ref('int_opportunities__business_clock') }} as business on opened.opportunity_key = business.opportunity_key
    left join {{ ref('int_opportunities__sold') }} as sold on opened.opportunity_key = sold.opportunity_key
    left join {{ ref('can_agents') }} as owners on opened.owner_agent_id = owners.agent_id
),

assignments as (
    select
        leads.store_id,
        {{ local_date('assignments.assigned_at', 'clock.timezone') }} as record_date,
        agents.store_id as agent_store_id,
        agents.store_id <> leads.store_id as is_of_another_store,
        coalesce({{ local_date('assignments.assigned_at', 'clock.timezone') }} > agents.active_to, false)
        or coalesce({{ local_date('assignments.assigned_at', 'clock.timezone') }} < agents.active_from, false) as is_inactive,
        coalesce(
            lead(assignments.assigned_at) over (partition by assignments.lead_id order by assignments.assigned_at, assignments.assignment_id)
            < coalesce(assignments.released_at, clock.as_of_at), false
        ) as is_overlapping
    from {{ ref('can_lead_assignments') }} as assignments
    inner join {{ ref('int_leads__classified') }} as leads on assignments.lead_id = leads.lead_id
    inner join {{ ref('int_stores__clock') }} as clock on leads.store_id = clock.store_id
    left join {{ ref('can_agents') }} as agents on assignments.agent_id = agents.agent_id
),

-- A booking that stands: the last leg of its chain, and not cancelled. It holds from being set to its time.
bookings as (
    select
        opportunities.opportunity_key,
        appointments.set_at,
        appointments.scheduled_at
    from {{ ref('can_appointments') }} as appointments
    inner join {{ ref('int_opportunities__leads') }} as opportunities on appointments.lead_id = opportunities.lead_id
    where coalesce(appointments.status, 'set') not in ('cancelled', 'rescheduled')
),

booked as (
    select
        messages.message_id,
        max(case when messages.sent_at >= bookings.set_at and messages.sent_at < bookings.scheduled_at then 1 else 0 end) as before_visits
    from {{ ref('can_messages') }} as messages
    inner join {{ ref('int_opportunities__leads') }} as opportunities on messages.lead_id = opportunities.lead_id
    inner join bookings on opportunities.opportunity_key = bookings.opportunity_key
    group by messages.message_id
),

messages as (
    select
        leads.store_id,
        {{ local_date('messages.sent_at', 'clock.timezone') }} as record_date,
        messages.message_type,
        messages.message_type in ('generic_promo', 'inventory_followup', 're_engagement', 'trade_checklist') as is_presale,
        coalesce(booked.before_visits = 1, false) as is_before_a_booked_visit,
        coalesce({{ local_date('messages.sent_at', 'clock.timezone') }} > sold.sold_on, false) as is_after_the_sale
    from {{ ref('can_messages') }} as messages
    inner join {{ ref('int_leads__classified') }} as leads on messages.lead_id = leads.lead_id
    inner join {{ ref('int_stores__clock') }} as clock on leads.store_id = clock.store_id
    left join {{ ref('int_opportunities__leads') }} as opportunities on messages.lead_id = opportunities.lead_id
    left join {{ ref('int_opportunities__sold') }} as sold on opportunities.opportunity_key = sold.opportunity_key
    left join booked on messages.message_id = booked.message_id
)
{% for check, entity, column, relation, meant, fails in checks %}
{{ 'union all' if not loop.first }}
select
    store_id,
    '{{ check }}' as check_name,
    '{{ entity }}' as entity,
    '{{ column }}' as column_name,
    {{ week_of('record_date') }} as week_start_date,
    sum(case when {{ fails }} then 1 else 0 end) as failures,
    count(*) as records
from {{ relation }}
where {{ meant }}
group by store_id, {{ week_of('record_date') }}
{%- endfor %}
