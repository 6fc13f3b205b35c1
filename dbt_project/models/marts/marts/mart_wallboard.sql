-- What hangs on the wall: no customer beyond initials. Breached and nearly breached leads, the latter with at most 60 s (parameter) left.
select
    queue.store_id,
    queue.opportunity_key,
    queue.masked_name,
    queue.inquiry_at,
    queue.age_seconds,
    queue.sla_seconds,
    queue.seconds_to_sla,
    queue.is_breached,
    not queue.is_breached and queue.seconds_to_sla <= {{ param('near_sla_seconds') }} as is_near_sla,
    queue.escalation_level,
    queue.intent,
    queue.lead_source,
    agents.agent_initials as owner_initials,
    row_number() over (
        partition by queue.store_id
        order by
            case when queue.is_breached then 0 else 1 end,
            case queue.intent when 'high' then 1 when 'medium' then 2 else 3 end,
            queue.age_seconds desc,
            queue.opportunity_key asc
    ) as priority
from {{ ref('mart_lead_queue') }} as queue
left join {{ ref('dim_agents') }} as agents on queue.owner_agent_id = agents.agent_id and agents.is_current
