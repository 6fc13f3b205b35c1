-- "abandoned after timeout (default 24 h)": a flow that says nothing more counts as abandoned when its time is up.
select
    {{ event_key('flow', ['flows.flow_id']) }} as flow_key,
    {{ store_key("coalesce(flows.store_id, leads.store_id, 'unknown')") }} as store_key,
    {{ lead_key('leads.lead_id') }} as lead_key,
    coalesce(opportunities.opportunity_key, {{ opportunity_key('null') }}) as opportunity_key,
    {{ vehicle_key('flows.vin') }} as vehicle_key,
    coalesce(flows.store_id, leads.store_id, 'unknown') as store_id,
    flows.flow_type,
    flows.vin,
    flows.started_at,
    {{ local_date('flows.started_at', "coalesce(clock.timezone, 'UTC')") }} as flow_date,
    flows.submitted_at,
    flows.abandoned_at,
    coalesce(flows.submitted_at <= clock.as_of_at, false) as is_submitted,
    not coalesce(flows.submitted_at <= clock.as_of_at, false)
    and (
        coalesce(flows.abandoned_at <= clock.as_of_at, false)
        or {{ add_seconds('flows.started_at', param('flow_timeout_hours') ~ ' * 3600') }} <= clock.as_of_at
    ) as is_abandoned,
    {{ seconds_between('flows.started_at', 'flows.submitted_at') }} as duration_seconds,
    flows.source_system
from {{ ref('can_digital_retailing_flows') }} as flows
left join {{ ref('int_leads__classified') }} as leads on flows.lead_id = leads.lead_id
inner join {{ ref('int_stores__clock') }} as clock on coalesce(flows.store_id, leads.store_id, 'unknown') = clock.store_id
left join {{ ref('int_opportunities__leads') }} as opportunities on flows.lead_id = opportunities.lead_id
