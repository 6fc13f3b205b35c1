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
    select calendar_date from days
    where calendar_date <= date '2049-12-31'
)

select calendar_date from calendar
