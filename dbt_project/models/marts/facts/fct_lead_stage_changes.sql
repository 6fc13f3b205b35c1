select
    {{ event_key('stage_change', ['changes.change_id']) }} as stage_change_key,
    {{ store_key("coalesce(leads.store_id, 'unknown')") }} as store_key,
    {{ lead_key('leads.lead_id') }} as lead_key,
    coalesce(opportunities.opportunity_key, {{ opportunity_key('null') }}) as opportunity_key,
    {{ agent_key('changes.agent_id') }} as agent_key,
    coalesce(leads.store_id, 'unknown') as store_id,
    changes.agent_id,
    changes.from_stage,
    changes.to_stage,
    changes.disposition,
    changes.changed_at,
    row_number() over (partition by changes.lead_id order by changes.changed_at, changes.change_id) as change_sequence,
    changes.source_system
from {{ ref('can_lead_stage_changes') }} as changes
left join {{ ref('int_leads__classified') }} as leads on changes.lead_id = leads.lead_id
left join {{ ref('int_opportunities__leads') }} as opportunities on changes.lead_id = opportunities.lead_id
