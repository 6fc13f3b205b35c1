select
    {{ event_key('showroom_visit', ['visits.visit_id']) }} as visit_key,
    {{ store_key('visits.store_id') }} as store_key,
    {{ lead_key('leads.lead_id') }} as lead_key,
    coalesce(opportunities.opportunity_key, {{ opportunity_key('null') }}) as opportunity_key,
    {{ agent_key('visits.agent_id') }} as agent_key,
    visits.store_id,
    visits.agent_id,
    visits.started_at,
    visits.ended_at,
    {{ local_date('visits.started_at', 'clock.timezone') }} as visit_date,
    {{ seconds_between('visits.started_at', 'visits.ended_at') }} as duration_seconds,
    coalesce(visits.had_test_drive, false) as had_test_drive,
    coalesce(visits.had_write_up, false) as had_write_up,
    visits.source_system
from {{ ref('can_showroom_visits') }} as visits
inner join {{ ref('int_stores__clock') }} as clock on visits.store_id = clock.store_id
left join {{ ref('int_leads__classified') }} as leads on visits.lead_id = leads.lead_id
left join {{ ref('int_opportunities__leads') }} as opportunities on visits.lead_id = opportunities.lead_id
