-- "inbound only; abandoned within 5 s is short_abandoned and out of the rate"; "short_abandoned … is its own class, so abandoned is
-- without it; abandonment_rate = abandoned ÷ (offered − short_abandoned); offered counts all".
with
counted as (
    select
        store_id,
        call_date,
        hour,
        count(*) as offered,
        count(case when outcome = 'answered' then 1 end) as answered,
        count(case when outcome = 'missed' then 1 end) as missed,
        count(case when outcome = 'abandoned' and not is_short_abandoned then 1 end) as abandoned,
        count(case when outcome = 'voicemail' then 1 end) as voicemail,
        count(case when is_short_abandoned then 1 end) as short_abandoned,
        count(case when is_conversation then 1 end) as conversations,
        {{ median("case when outcome = 'answered' then talk_seconds end") }} as median_talk_seconds
    from {{ ref('fct_calls') }}
    where direction = 'inbound'
    group by store_id, call_date, hour
)

select
    store_id,
    call_date,
    hour,
    offered,
    answered,
    missed,
    abandoned,
    voicemail,
    short_abandoned,
    conversations,
    {{ ratio('abandoned', 'offered - short_abandoned') }} as abandonment_rate,
    median_talk_seconds
from counted
