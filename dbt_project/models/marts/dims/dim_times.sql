with
digits as (
    select 0 as digit
    {%- for digit in range(1, 10) %}
    union all
    select {{ digit }} as digit
    {%- endfor %}
),

minutes as (
    select ones.digit + 10 * tens.digit + 100 * hundreds.digit + 1000 * thousands.digit as minute_of_day
    from digits as ones
    cross join digits as tens
    cross join digits as hundreds
    cross join digits as thousands
    where ones.digit + 10 * tens.digit + 100 * hundreds.digit + 1000 * thousands.digit < 1440
),

hours as (
    select
        cast(minute_of_day as integer) as minute_of_day,
        cast(floor(minute_of_day / 60.0) as integer) as hour_of_day
    from minutes
)

select
    hours.minute_of_day,
    hours.hour_of_day,
    hours.minute_of_day - 60 * hours.hour_of_day as minute_of_hour,
    coalesce(dayparts.daypart, 'unknown') as daypart
from hours
left join {{ ref('ref_dayparts') }} as dayparts
    on case
        when dayparts.from_hour <= dayparts.to_hour then hours.hour_of_day >= dayparts.from_hour and hours.hour_of_day < dayparts.to_hour
        else hours.hour_of_day >= dayparts.from_hour or hours.hour_of_day < dayparts.to_hour
    end
