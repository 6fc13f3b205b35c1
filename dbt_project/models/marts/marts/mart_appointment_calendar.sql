{#-
    A booking that was moved or cancelled takes no slot. Capacity is the home's (config/appointment_capacity.csv); hours without bookings
    are there where it has told one, from as_of over the next 14 days (parameter calendar_days).
-#}
with
booked as (
    select
        store_id,
        scheduled_date,
        scheduled_hour as hour,
        count(*) as booked
    from {{ ref('fct_appointments') }}
    where is_counted and is_last_leg and coalesce(status, 'set') not in ('cancelled', 'rescheduled')
    group by store_id, scheduled_date, scheduled_hour
),

ahead as (
    select
        capacity.store_id,
        days.calendar_date as scheduled_date,
        capacity.hour
    from {{ ref('ref_appointment_capacity') }} as capacity
    inner join {{ ref('int_stores__clock') }} as clock on capacity.store_id = clock.store_id
    inner join {{ ref('int_dates__calendar') }} as days
        on
            clock.as_of_date <= days.calendar_date
            and {{ add_days('clock.as_of_date', param('calendar_days', 'integer')) }} > days.calendar_date
            and capacity.weekday = mod({{ days_between("date '1999-12-27'", 'days.calendar_date') }}, 7) + 1
),

slots as (
    select
        store_id,
        scheduled_date,
        hour
    from booked
    union
    select
        store_id,
        scheduled_date,
        hour
    from ahead
)

select
    slots.store_id,
    slots.scheduled_date,
    slots.hour,
    coalesce(booked.booked, 0) as booked,
    capacity.capacity,
    {{ ratio('coalesce(booked.booked, 0)', 'capacity.capacity') }} as fill
from slots
left join booked on slots.store_id = booked.store_id and slots.scheduled_date = booked.scheduled_date and slots.hour = booked.hour
left join {{ ref('ref_appointment_capacity') }} as capacity
    on
        slots.store_id = capacity.store_id
        and slots.hour = capacity.hour
        and capacity.weekday = mod({{ days_between("date '1999-12-27'", 'slots.scheduled_date') }}, 7) + 1
