select
    {{ event_key('task', ['tasks.task_id']) }} as task_key,
    {{ store_key("coalesce(leads.store_id, agents.store_id, 'unknown')") }} as store_key,
    {{ lead_key('leads.lead_id') }} as lead_key,
    coalesce(opportunities.opportunity_key, {{ opportunity_key('null') }}) as opportunity_key,
    {{ agent_key("coalesce(tasks.agent_id, 'unassigned')") }} as agent_key,
    coalesce(leads.store_id, agents.store_id, 'unknown') as store_id,
    coalesce(tasks.agent_id, 'unassigned') as agent_id,
    {{ without_contacts('tasks.task_type') }} as task_type,
    tasks.created_at,
    tasks.due_at,
    tasks.completed_at,
    {{ without_contacts('lower(tasks.status)') }} as status,
    tasks.completed_at is null
    and coalesce(lower(tasks.status), 'open') not in ('done', 'completed', 'closed', 'cancelled', 'canceled', 'skipped') as is_open,
    tasks.completed_at is null
    and coalesce(lower(tasks.status), 'open') not in ('done', 'completed', 'closed', 'cancelled', 'canceled', 'skipped')
    and coalesce(tasks.due_at < clock.as_of_at, false) as is_overdue,
    tasks.source_system
from {{ ref('can_tasks') }} as tasks
cross join {{ ref('stg_run__clock') }} as clock
left join {{ ref('int_leads__classified') }} as leads on tasks.lead_id = leads.lead_id
left join {{ ref('can_agents') }} as agents on tasks.agent_id = agents.agent_id
left join {{ ref('int_opportunities__leads') }} as opportunities on tasks.lead_id = opportunities.lead_id
