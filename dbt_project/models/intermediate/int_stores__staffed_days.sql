-- When a store is staffed: its opening hours of the weekday, not on a closure. Where it has shifts on that date, from the first to the
-- last of them within these hours. Local times become instants here, so a day on which the clocks change has its true length.
with
hours as (
    select
        store_id,
        weekday,
        {{ minutes_of_day('opens_at') }} as opens_minute,
        case
            -- Hours that end at or past midnight count up to midnight.
            when {{ minutes_of_day('closes_at') }} <= {{ minutes_of_day('opens_at') }} then 1440
            else {{ minutes_of_day('closes_at') }}
        end as closes_minute
    from {{ ref('can_store_hours') }}
    where store_id <> 'unknown'
),

first_days as (
    select
        store_id,
        min(inquiry_date) as first_date
    from {{ ref('int_opportunities__opened') }}
    group by store_id
),

days as (
    select
        clock.store_id,
        clock.timezone,
        calendar.calendar_date,
        mod({{ days_between("date '1999-12-27'", 'calendar.calendar_date') }}, 7) + 1 as weekday_number
    from {{ ref('int_stores__clock') }} as clock
    inner join first_days on clock.store_id = first_days.store_id
    inner join {{ ref('int_dates__calendar') }} as calendar
        on first_days.first_date <= calendar.calendar_date and clock.as_of_date >= calendar.calendar_date
),

shifts as (
    select
        agents.store_id,
        {{ local_date('shifts.starts_at', 'clock.timezone') }} as shift_date,
        min(shifts.starts_at) as first_shift_at,
        max(shifts.ends_at) as last_shift_at
    from {{ ref('can_agent_shifts') }} as shifts
    inner join {{ ref('can_agents') }} as agents on shifts.agent_id = agents.agent_id
    inner join {{ ref('int_stores__clock') }} as clock on agents.store_id = clock.store_id
    where shifts.kind = 'shift'
    group by agents.store_id, {{ local_date('shifts.starts_at', 'clock.timezone') }}
),

opened as (
    select
        days.store_id,
        days.calendar_date,
        closures.store_id is not null as is_closure,
        shifts.first_shift_at,
        shifts.last_shift_at,
        case
            when closures.store_id is null
                then {{ local_to_utc(local_minutes('days.calendar_date', 'hours.opens_minute'), 'days.timezone') }}
        end as opens_at,
        case
            when closures.store_id is null
                then {{ local_to_utc(local_minutes('days.calendar_date', 'hours.closes_minute'), 'days.timezone') }}
        end as closes_at
    from days
    -- `hours` is read inside local_to_utc above, where the linter does not look.
    left join hours on days.store_id = hours.store_id and days.weekday_number = hours.weekday -- noqa: ST11
    left join {{ ref('can_store_closures') }} as closures
        on days.store_id = closures.store_id and days.calendar_date = closures.closed_on
    left join shifts on days.store_id = shifts.store_id and days.calendar_date = shifts.shift_date
),

staffed as (
    select
        store_id,
        calendar_date,
        is_closure,
        case when first_shift_at > opens_at then first_shift_at else opens_at end as staffed_from,
        case when last_shift_at < closes_at then last_shift_at else closes_at end as staffed_to
    from opened
),

measured as (
    select
        store_id,
        calendar_date,
        is_closure,
        case when staffed_to > staffed_from then staffed_from end as staffed_from,
        case when staffed_to > staffed_from then staffed_to end as staffed_to,
        case when staffed_to > staffed_from then {{ seconds_between('staffed_from', 'staffed_to') }} else 0 end as staffed_seconds
    from staffed
)

select
    store_id,
    calendar_date,
    is_closure,
    staffed_from,
    staffed_to,
    staffed_seconds,
    cast(
        sum(staffed_seconds) over (partition by store_id order by calendar_date rows between unbounded preceding and current row)
        - staffed_seconds as bigint
    ) as staffed_seconds_before
from measured
