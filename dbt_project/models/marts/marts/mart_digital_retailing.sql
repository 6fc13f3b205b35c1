select
    store_id,
    flow_date,
    flow_type,
    count(*) as started,
    count(case when is_submitted then 1 end) as submitted,
    count(case when is_abandoned then 1 end) as abandoned,
    {{ ratio('count(case when is_submitted then 1 end)', 'count(*)') }} as submit_rate,
    {{ ratio('count(case when is_abandoned then 1 end)', 'count(*)') }} as abandon_rate,
    count(vin) as with_vehicle,
    count(case when opportunity_key <> {{ opportunity_key('null') }} then 1 end) as with_opportunity
from {{ ref('fct_digital_retailing_flows') }}
group by store_id, flow_date, flow_type
