select
    store_id,
    {{ week_of('requested_on') }} as week_start_date,
    acquisition_type,
    cast(count(*) as integer) as appraisals,
    cast(sum(case when total_hours is not null then 1 else 0 end) as integer) as finished,
    {{ median('request_to_appraisal_hours') }} as request_to_appraisal_median_hours,
    {{ percentile('request_to_appraisal_hours', 0.9) }} as request_to_appraisal_p90_hours,
    {{ median('appraisal_to_decision_hours') }} as appraisal_to_decision_median_hours,
    {{ percentile('appraisal_to_decision_hours', 0.9) }} as appraisal_to_decision_p90_hours,
    {{ median('decision_to_title_hours') }} as decision_to_title_median_hours,
    {{ percentile('decision_to_title_hours', 0.9) }} as decision_to_title_p90_hours,
    {{ median('total_hours') }} as total_median_hours,
    {{ percentile('total_hours', 0.9) }} as total_p90_hours
from {{ ref('fct_appraisals') }}
group by store_id, {{ week_of('requested_on') }}, acquisition_type
