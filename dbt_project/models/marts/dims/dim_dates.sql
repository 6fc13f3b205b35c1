select
    calendar_date,
    cast(extract(year from calendar_date) as integer) as calendar_year,
    cast(extract(quarter from calendar_date) as integer) as quarter_of_year,
    cast(extract(month from calendar_date) as integer) as month_of_year,
    cast(extract(day from calendar_date) as integer) as day_of_month,
    cast(mod({{ days_between("date '1999-12-27'", 'calendar_date') }}, 7) + 1 as integer) as weekday_number,
    {{ week_of('calendar_date') }} as week_start_date,
    {{ month_of('calendar_date') }} as month_start_date,
    cast(extract(week from calendar_date) as integer) as iso_week,
    {{ add_days('calendar_date', -7) }} as same_weekday_before_date,
    mod({{ days_between("date '1999-12-27'", 'calendar_date') }}, 7) >= 5 as is_weekend
from {{ ref('int_dates__calendar') }}
