with
digits as (
    select 0 as digit
    {%- for digit in range(1, 10) %}
    union all
    select {{ digit }} as digit
    {%- endfor %}
),

days as (
    select cast({{ add_days("date '2000-01-01'", 'ones.digit + 10 * tens.digit + 100 * hundreds.digit + 1000 * thousands.digit') }} as date) as calendar_date
    from digits as ones
    cross join digits as tens
    cross join digits as hundreds
    cross join (
        select digit from digits
        union all
        select 10 + digit as digit from digits
    ) as thousands
),

-- 2000-01-01 to 2049-12-31: whatever a dealer's system holds, and as far as a lease runs.
calendar as (
    select calendar_date from days where calendar_date <= date '2049-12-31'
)

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
from calendar
