-- If it failed, the funnel would show a sale or an appointment that nobody was in contact for.
select opportunity_key
from {{ ref('fct_opportunities') }}
where contacted_at is null
    and (
        first_conversation_at is not null or appointment_set_at is not null or appointment_confirmed_at is not null or shown_at is not null
        or test_drive_at is not null or quoted_at is not null or finance_applied_at is not null or sold_on is not null
        or delivered_at is not null
    )
