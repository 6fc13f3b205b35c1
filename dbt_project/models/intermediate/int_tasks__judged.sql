-- A task belongs to its lead's store, else to its agent's.
select
    tasks.task_id,
    tasks.lead_id,
    leads.lead_id as known_lead_id,
    opportunities.opportunity_key,
    coalesce(leads.store_id, agents.store_id, 'unknown') as store_id,
    coalesce(tasks.agent_id, 'unassigned') as agent_id,
    tasks.task_type,
    tasks.created_at,
    tasks.due_at,
    tasks.completed_at,
    lower(tasks.status) as status,
    tasks.completed_at is null
    and coalesce(lower(tasks.status), 'open') not in ('done', 'completed', 'closed', 'cancelled', 'canceled', 'skipped') as is_open,
    coalesce(replace(replace(lower(tasks.task_type), ' ', ''), '_', '') like '%callback%', false) as is_callback,
    tasks.source_system,
    clock.as_of_at
from {{ ref('can_tasks') }} as tasks
cross join {{ ref('stg_run__clock') }} as clock
left join {{ ref('int_leads__classified') }} as leads on tasks.lead_id = leads.lead_id
left join {{ ref('can_agents') }} as agents on tasks.agent_id = agents.agent_id
left join {{ ref('int_opportunities__leads') }} as opportunities on tasks.lead_id = opportunities.lead_id
