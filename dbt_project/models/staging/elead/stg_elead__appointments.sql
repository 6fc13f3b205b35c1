{#- A table: many rows are put together here, and several canonical models read it. -#}
{{ config(materialized='table') }}

with
{{ elead_activities() }},

bookings as (
    select
        worded.*,
        {{ to_utc('due_at', "'UTC'") }} as due_moment,
        {{ to_utc('coalesce(closed_at, completed_at)', "'UTC'") }} as ended_moment,
        {{ to_utc('answered_at', "'UTC'") }} as answered_moment,
        {{ status_map_value('status_map') }} as outcome_status
    from worded
    {{ join_status_map('status_map', 'appointment', 'worded.outcome', 'worded.source_system', 'worded.account_id') }}
    where activity_word = 'appointment'
),

seen as (
    select
        bookings.*,
        min(answered_at) over (partition by activity_id) as first_seen_at,
        min(answered_moment) over (partition by activity_id) as first_seen_moment,
        row_number() over (
            partition by activity_id
            order by
                case when answered_moment <= clock.as_of_at then 0 else 1 end,
                answered_moment desc, arrival desc, row_number desc
        ) as rank_of_answer
    from bookings
    cross join {{ ref('stg_run__clock') }} as clock
),

confirmed as (
    select
        seen.activity_id,
        min(said.completed_at) as confirmed_at
    from seen
    cross join {{ ref('stg_run__clock') }} as clock
    inner join worded as said
        on
            seen.opportunity_id = said.opportunity_id
            and said.activity_word = 'appointment_confirmation'
            and {{ to_utc('said.completed_at', "'UTC'") }} >= seen.first_seen_moment
            and {{ to_utc('said.completed_at', "'UTC'") }} <= least(coalesce(seen.ended_moment, seen.due_moment), seen.due_moment)
            and {{ to_utc('said.answered_at', "'UTC'") }} <= clock.as_of_at
    where seen.rank_of_answer = 1
    group by seen.activity_id
),

legs as (
    select
        activity_id,
        lag(activity_id) over (partition by opportunity_id order by first_seen_moment, activity_id) as previous_id,
        lag(outcome_status) over (partition by opportunity_id order by first_seen_moment, activity_id) as previous_status
    from seen
    where rank_of_answer = 1
),

customers as (
    {{ newest_vendor_rows('elead__opportunities', ['files.id'], elead_answered_at()) }}
),

told as (
    select
        seen.*,
        confirmed.confirmed_at,
        customers.customer_id,
        case when legs.previous_status = 'rescheduled' then legs.previous_id end as previous_id,
        case
            when seen.outcome_status = 'set' or (seen.outcome_status = 'unmapped' and seen.category = 'scheduled')
                then case when confirmed.confirmed_at is not null then 'confirmed' else 'set' end
            when seen.outcome_status <> 'unmapped' then seen.outcome_status
            else coalesce(seen.outcome, 'set')
        end as status
    from seen
    left join confirmed on seen.activity_id = confirmed.activity_id
    left join legs on seen.activity_id = legs.activity_id
    left join customers on seen.opportunity_id = customers.id
)

select
    'elead:' || activity_id as appointment_id,
    'elead:' || opportunity_id as lead_id,
    account_id as store_id,
    'elead:' || assigned_user_id as agent_id,
    'elead:' || customer_id as customer_id,
    cast(null as varchar) as vin,
    cast(null as varchar) as stock_number,
    case when first_seen_moment <= due_moment then first_seen_at end as set_at,
    due_at as scheduled_at,
    confirmed_at,
    cast(null as varchar) as confirmation_channel,
    case when status = 'shown' then coalesce(completed_at, closed_at) end as shown_at,
    status,
    cast(null as varchar) as no_show_reason,
    'elead:' || previous_id as rescheduled_from_id,
    cast(null as varchar) as test_drive_at,
    answered_at as updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from told
