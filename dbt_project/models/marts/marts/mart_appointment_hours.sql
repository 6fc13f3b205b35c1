-- requirements APT-07: the hours of the week in which bookings show. Few bookings are flagged, not hidden.
select
    appointments.store_id,
    dates.weekday_number,
    appointments.scheduled_hour as hour,
    count(*) as set_count,
    count(case when appointments.is_due then 1 end) as due,
    count(case when appointments.is_shown then 1 end) as shown,
    count(case when appointments.status = 'no_show' then 1 end) as no_show,
    count(case when appointments.status = 'rescheduled' then 1 end) as rescheduled,
    {{ ratio('count(case when appointments.is_shown then 1 end)', 'count(case when appointments.is_due then 1 end)') }} as show_rate,
    {{ ratio("count(case when appointments.status = 'rescheduled' then 1 end)", 'count(*)') }} as reschedule_rate,
    count(case when appointments.is_due then 1 end) < {{ param('minimum_sample') }} as is_small_sample
from {{ ref('fct_appointments') }} as appointments
inner join {{ ref('dim_dates') }} as dates on appointments.scheduled_date = dates.calendar_date
where appointments.is_counted
group by appointments.store_id, dates.weekday_number, appointments.scheduled_hour
