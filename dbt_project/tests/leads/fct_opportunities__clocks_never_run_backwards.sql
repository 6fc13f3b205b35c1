-- If it failed, a median response time would be pulled down by responses from before the inquiry.
select opportunity_key
from {{ ref('fct_opportunities') }}
where response_seconds < 0
    or conversation_seconds < 0
    or assignment_seconds < 0
    or response_business_seconds < 0
    -- Whole seconds are cut off in either clock, hence the one second.
    or response_business_seconds > response_seconds + 1
