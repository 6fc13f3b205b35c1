-- metrics M-07: the same clocks counted in staffed hours only; "inquiry outside hours starts at next opening". Null where a store has
-- told no opening hours.
with
with_hours as (
    select distinct store_id
    from {{ ref('can_store_hours') }}
)

select
    opened.opportunity_key,
    {{ staffed_seconds_until('reached.first_response_at', 'response_days') }}
    - ({{ staffed_seconds_until('opened.inquiry_at', 'inquiry_days') }}) as response_business_seconds,
    {{ staffed_seconds_until('opened.as_of_at', 'as_of_days') }}
    - ({{ staffed_seconds_until('opened.inquiry_at', 'inquiry_days') }}) as age_business_seconds
from {{ ref('int_opportunities__opened') }} as opened
inner join with_hours on opened.store_id = with_hours.store_id
inner join {{ ref('int_stores__staffed_days') }} as inquiry_days
    on opened.store_id = inquiry_days.store_id and opened.inquiry_date = inquiry_days.calendar_date
inner join {{ ref('int_stores__staffed_days') }} as as_of_days
    on opened.store_id = as_of_days.store_id and opened.as_of_date = as_of_days.calendar_date
left join {{ ref('int_milestones__reached') }} as reached on opened.opportunity_key = reached.opportunity_key
left join {{ ref('int_stores__staffed_days') }} as response_days
    on
        opened.store_id = response_days.store_id
        and {{ local_date('reached.first_response_at', 'opened.timezone') }} = response_days.calendar_date
