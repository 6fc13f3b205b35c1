-- If it failed, unanswered leads would drop out of the metric that is meant to find them.
select
    store_id,
    window_days,
    segment_type,
    segment_value
from {{ ref('mart_speed_to_lead') }}
where responded + unresponded <> leads
    or within_sla > sla_elapsed
    or within_5_min > responded
