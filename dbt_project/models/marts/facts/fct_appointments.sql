-- A reschedule is a new row that names the booking it takes the place of; what no other booking took the place of is a last leg.
-- "due = scheduled at or before as_of, last leg of a reschedule chain … a booking cancelled before its time stays due".
with
replaced as (
    select distinct rescheduled_from_id as appointment_id
    from {{ ref('can_appointments') }}
    where rescheduled_from_id is not null
)

select
    {{ event_key('appointment', ['appointments.appointment_id']) }} as appointment_key,
    case
        when appointments.rescheduled_from_id is not null
            then {{ event_key('appointment', ['appointments.rescheduled_from_id']) }}
    end as rescheduled_from_appointment_key,
    {{ store_key('appointments.store_id') }} as store_key,
    {{ lead_key('appointments.lead_id') }} as lead_key,
    coalesce(opportunities.opportunity_key, {{ opportunity_key('null') }}) as opportunity_key,
    {{ customer_key('appointments.customer_id') }} as customer_key,
    {{ agent_key("coalesce(appointments.agent_id, 'unassigned')") }} as agent_key,
    {{ vehicle_key('appointments.vin') }} as vehicle_key,
    appointments.appointment_id,
    appointments.store_id,
    coalesce(appointments.agent_id, 'unassigned') as agent_id,
    appointments.vin,
    appointments.stock_number,
    appointments.set_at,
    appointments.scheduled_at,
    {{ local_date('appointments.scheduled_at', 'clock.timezone') }} as scheduled_date,
    {{ local_hour('appointments.scheduled_at', 'clock.timezone') }} as scheduled_hour,
    appointments.confirmed_at,
    appointments.confirmation_channel,
    case
        when opportunities.lead_at is not null
            then coalesce({{ local_date('appointments.confirmed_at', 'clock.timezone') }} = {{ local_date('opportunities.lead_at', 'clock.timezone') }}, false)
    end as is_confirmed_same_day,
    {{ local_hour('opportunities.lead_at', 'clock.timezone') }} >= 20 as is_evening_inquiry,
    appointments.shown_at,
    appointments.test_drive_at,
    appointments.status,
    case
        when appointments.status = 'no_show' then coalesce(appointments.no_show_reason, 'untagged')
    end as no_show_reason,
    replaced.appointment_id is null as is_last_leg,
    replaced.appointment_id is null and appointments.scheduled_at <= clock.as_of_at as is_due,
    replaced.appointment_id is null
    and appointments.scheduled_at <= clock.as_of_at
    and coalesce(appointments.status, 'unknown') = 'shown' as is_shown,
    leads.lead_id is null or leads.is_sales_lead as is_counted,
    appointments.updated_at,
    appointments.source_system
from {{ ref('can_appointments') }} as appointments
inner join {{ ref('int_stores__clock') }} as clock on appointments.store_id = clock.store_id
left join replaced on appointments.appointment_id = replaced.appointment_id
left join {{ ref('int_leads__classified') }} as leads on appointments.lead_id = leads.lead_id
left join {{ ref('int_opportunities__leads') }} as opportunities on appointments.lead_id = opportunities.lead_id
