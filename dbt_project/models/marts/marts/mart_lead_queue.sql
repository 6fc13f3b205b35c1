-- "open opportunities (not sold, lost or a duplicate by stage) without a human_personalised response; templates and bots do not take
-- one out of it". An answered live call is a response too (rule 7).
-- The ladder (requirements ALR-01 to ALR-03): past five minutes the agent, at ten the manager, past fifteen the backup.
with
waiting as (
    select *
    from {{ ref('fct_opportunities') }}
    where is_open and first_response_at is null
)

select
    waiting.store_id,
    waiting.opportunity_key,
    opened.masked_name,
    waiting.inquiry_at,
    waiting.age_seconds,
    waiting.sla_seconds,
    waiting.sla_seconds - waiting.sla_age_seconds as seconds_to_sla,
    waiting.sla_age_seconds > waiting.sla_seconds as is_breached,
    case
        when waiting.age_seconds > waiting.route_backup_seconds then 'route_backup'
        when waiting.age_seconds >= waiting.escalate_manager_seconds then 'escalate_manager'
        when waiting.age_seconds > waiting.notify_agent_seconds then 'notify_agent'
        else 'none'
    end as escalation_level,
    waiting.owner_agent_id,
    agents.backup_agent_id,
    waiting.lead_source,
    waiting.intent,
    waiting.next_action_at
from waiting
inner join {{ ref('int_opportunities__opened') }} as opened on waiting.opportunity_key = opened.opportunity_key
left join {{ ref('dim_agents') }} as agents on waiting.owner_agent_id = agents.agent_id and agents.is_current
