select
    {{ event_key('task', ['task_id']) }} as task_key,
    {{ store_key('store_id') }} as store_key,
    {{ lead_key('known_lead_id') }} as lead_key,
    coalesce(opportunity_key, {{ opportunity_key('null') }}) as opportunity_key,
    {{ agent_key('agent_id') }} as agent_key,
    store_id,
    agent_id,
    {{ without_contacts('task_type') }} as task_type,
    created_at,
    due_at,
    completed_at,
    {{ without_contacts('status') }} as status,
    is_open,
    is_open and coalesce(due_at < as_of_at, false) as is_overdue,
    is_callback,
    source_system
from {{ ref('int_tasks__judged') }}
