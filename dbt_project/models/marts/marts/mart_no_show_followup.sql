-- A no-show is followed up by an outbound human touch of its opportunity, or by a new booking, after the time that was missed.
with
no_shows as (
    select *
    from {{ ref('fct_appointments') }}
    where status = 'no_show' and is_counted
),

touches as (
    select
        no_shows.appointment_key,
        min(interactions.occurred_at) as first_touch_at
    from no_shows
    inner join {{ ref('fct_lead_interactions') }} as interactions
        on no_shows.lead_key = interactions.lead_key and no_shows.scheduled_at < interactions.occurred_at
    where
        interactions.direction = 'outbound'
        and not interactions.is_automated
        and no_shows.lead_key <> {{ lead_key('null') }}
    group by no_shows.appointment_key
),

later_bookings as (
    select
        no_shows.appointment_key,
        no_shows.scheduled_at,
        appointments.set_at
    from no_shows
    inner join {{ ref('fct_appointments') }} as appointments
        on no_shows.appointment_key = appointments.rescheduled_from_appointment_key

    union all

    select
        no_shows.appointment_key,
        no_shows.scheduled_at,
        appointments.set_at
    from no_shows
    inner join {{ ref('fct_appointments') }} as appointments
        on no_shows.lead_key = appointments.lead_key and no_shows.appointment_key <> appointments.appointment_key
    where no_shows.lead_key <> {{ lead_key('null') }}
),

bookings as (
    select
        appointment_key,
        min(set_at) as rebooked_at
    from later_bookings
    where set_at > scheduled_at
    group by appointment_key
),

followed as (
    select
        no_shows.appointment_key,
        no_shows.opportunity_key,
        no_shows.store_id,
        no_shows.agent_id,
        no_shows.scheduled_at,
        no_shows.scheduled_date,
        no_shows.no_show_reason,
        stores.as_of_at,
        touches.first_touch_at,
        bookings.rebooked_at,
        case
            when bookings.rebooked_at is null or touches.first_touch_at <= bookings.rebooked_at then touches.first_touch_at
            else bookings.rebooked_at
        end as followed_up_at
    from no_shows
    inner join {{ ref('int_stores__clock') }} as stores on no_shows.store_id = stores.store_id
    left join touches on no_shows.appointment_key = touches.appointment_key
    left join bookings on no_shows.appointment_key = bookings.appointment_key
)

select
    appointment_key,
    opportunity_key,
    store_id,
    agent_id,
    scheduled_at,
    scheduled_date,
    no_show_reason,
    followed_up_at,
    {{ seconds_between('scheduled_at', 'followed_up_at') }} as followup_seconds,
    coalesce(followed_up_at <= {{ add_seconds('scheduled_at', param('late_followup_hours') ~ ' * 3600') }}, false) as is_followed_up_in_time,
    rebooked_at is not null as is_rebooked,
    followed_up_at is null
    and as_of_at <= {{ add_seconds('scheduled_at', param('no_show_followup_days') ~ ' * 86400') }} as is_to_do
from followed
