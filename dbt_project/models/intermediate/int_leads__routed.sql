{#-
    Where a lead should have gone, and where it went first (requirements RTE-01, RTE-07). A rule holds where all that it names holds. Of
    several the one that names most counts, then a store's own, then the first by name; queue and role are each looked up among the rules
    that say something of them. Null where no rule says anything.
-#}
{%- set keys = ['store_id', 'department', 'lead_type', 'lead_origin', 'stock_class', 'page_type', 'daypart', 'hours'] -%}
-- noqa: disable=LT02
with
rules as (
    select
        rules.*,
        {%- for key in keys %}
        case when rules.{{ key }} = '*' then 1 else 0 end{{ ' +' if not loop.last else ' as wildcards' }}
        {%- endfor %}
    from {{ ref('ref_routing_rules') }} as rules
),

matching as (
    select
        leads.lead_id,
        rules.rule_id,
        rules.queues,
        rules.roles,
        row_number() over (
            partition by leads.lead_id, case when rules.queues is null then 0 else 1 end
            order by rules.wildcards, case when rules.store_id = '*' then 1 else 0 end, rules.rule_id
        ) as rank_for_queue,
        row_number() over (
            partition by leads.lead_id, case when rules.roles is null then 0 else 1 end
            order by rules.wildcards, case when rules.store_id = '*' then 1 else 0 end, rules.rule_id
        ) as rank_for_role
    from {{ ref('int_leads__circumstances') }} as leads
    inner join rules
        on
            {%- for key in keys %}
            {{ 'and ' if not loop.first }}(rules.{{ key }} = '*' or lower(leads.{{ key }}) = lower(rules.{{ key }}))
            {%- endfor %}
),

ruled as (
    select
        lead_id,
        max(case when queues is not null and rank_for_queue = 1 then rule_id end) as queue_rule_id,
        max(case when queues is not null and rank_for_queue = 1 then queues end) as expected_queues,
        max(case when roles is not null and rank_for_role = 1 then rule_id end) as role_rule_id,
        max(case when roles is not null and rank_for_role = 1 then roles end) as expected_roles
    from matching
    group by lead_id
),

first_assignments as (
    select
        assignments.lead_id,
        lower(assignments.queue) as queue,
        assignments.agent_id,
        lower(agents.role) as role,
        row_number() over (partition by assignments.lead_id order by assignments.assigned_at, assignments.assignment_id) as assignment_sequence
    from {{ ref('can_lead_assignments') }} as assignments
    left join {{ ref('can_agents') }} as agents on assignments.agent_id = agents.agent_id
)

select
    leads.lead_id,
    leads.stock_class,
    leads.page_type,
    leads.hours,
    ruled.queue_rule_id,
    ruled.expected_queues,
    ruled.role_rule_id,
    ruled.expected_roles,
    firsts.queue as first_queue,
    firsts.agent_id as first_agent_id,
    firsts.role as first_role,
    case
        when ruled.expected_queues is not null and firsts.queue is not null then not {{ is_in_list('firsts.queue', 'ruled.expected_queues') }}
    end as is_misrouted,
    case
        when ruled.expected_roles is not null and firsts.role is not null then not {{ is_in_list('firsts.role', 'ruled.expected_roles') }}
    end as is_role_mismatch
from {{ ref('int_leads__circumstances') }} as leads
left join ruled on leads.lead_id = ruled.lead_id
left join first_assignments as firsts on leads.lead_id = firsts.lead_id and firsts.assignment_sequence = 1
