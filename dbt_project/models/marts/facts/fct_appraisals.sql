{#- Hours from one of the four times to the next; a step that has not come is null, not 0, and a declined one ends at the decision. -#}
select
    {{ event_key('appraisal', ['appraisals.appraisal_id']) }} as appraisal_key,
    {{ store_key('appraisals.store_id') }} as store_key,
    {{ vehicle_key('appraisals.vin') }} as vehicle_key,
    {{ lead_key('appraisals.lead_id') }} as lead_key,
    appraisals.appraisal_id,
    appraisals.store_id,
    appraisals.vin,
    appraisals.lead_id,
    coalesce(appraisals.acquisition_type, 'unknown') as acquisition_type,
    appraisals.requested_at,
    {{ local_date('appraisals.requested_at', 'clocks.timezone') }} as requested_on,
    appraisals.appraised_at,
    appraisals.decided_at,
    appraisals.decision,
    appraisals.title_received_at,
    appraisals.offer_amount,
    cast({{ seconds_between('appraisals.requested_at', 'appraisals.appraised_at') }} / 3600.0 as double) as request_to_appraisal_hours,
    cast({{ seconds_between('appraisals.appraised_at', 'appraisals.decided_at') }} / 3600.0 as double) as appraisal_to_decision_hours,
    cast({{ seconds_between('appraisals.decided_at', 'appraisals.title_received_at') }} / 3600.0 as double) as decision_to_title_hours,
    cast({{ seconds_between(
        'appraisals.requested_at',
        "coalesce(appraisals.title_received_at, case when lower(appraisals.decision) = 'declined' then appraisals.decided_at end)"
    ) }} / 3600.0 as double) as total_hours,
    appraisals.source_system
from {{ ref('can_appraisals') }} as appraisals
inner join {{ ref('int_stores__clock') }} as clocks on appraisals.store_id = clocks.store_id
where appraisals.requested_at <= clocks.as_of_at
