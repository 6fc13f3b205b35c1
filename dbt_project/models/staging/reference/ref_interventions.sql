{{ config(materialized='table') }}

{{ overlay('interventions', ['intervention_id', 'metric', 'store_id'], [
    'intervention_id', 'intervention_name', 'metric', 'store_id', 'started_on', 'baseline_weeks', 'after_weeks',
]) }}

select
    intervention_id,
    coalesce(intervention_name, intervention_id) as intervention_name,
    coalesce(metric, '*') as metric,
    store_id,
    {{ to_date('started_on') }} as started_on,
    {{ to_int('baseline_weeks') }} as baseline_weeks,
    {{ to_int('after_weeks') }} as after_weeks
from overlaid
where intervention_id is not null
