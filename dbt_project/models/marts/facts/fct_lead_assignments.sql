-- The interval ends with the release, else with the next assignment of the lead; the last one is open.
with
followed as (
    select
        assignments.*,
        row_number() over (partition by assignments.lead_id order by assignments.assigned_at, assignments.assignment_id) as assignment_sequence,
        lead(assignments.assigned_at) over (
            partition by assignments.lead_id
            order by assignments.assigned_at, assignments.assignment_id
        ) as next_assigned_at
    from {{ ref('can_lead_assignments') }} as assignments
)

select
    {{ event_key('assignment', ['followed.assignment_id']) }} as assignment_key,
    {{ store_key("coalesce(leads.store_id, 'unknown')") }} as store_key,
    {{ lead_key('leads.lead_id') }} as lead_key,
    coalesce(opportunities.opportunity_key, {{ opportunity_key('null') }}) as opportunity_key,
    {{ agent_key("coalesce(followed.agent_id, 'unassigned')") }} as agent_key,
    coalesce(leads.store_id, 'unknown') as store_id,
    followed.agent_id,
    followed.queue,
    followed.reason,
    followed.assigned_at,
    followed.released_at,
    coalesce(followed.released_at, followed.next_assigned_at) as ended_at,
    followed.assignment_sequence,
    followed.assignment_sequence > 1 and coalesce(followed.reason, 'unknown') <> 'backup' as is_transfer,
    followed.next_assigned_at is not null
    and (followed.released_at is null or followed.released_at > followed.next_assigned_at) as is_overlapping,
    followed.next_assigned_at is null as is_latest,
    routed.expected_queues,
    case
        when routed.expected_queues is not null and followed.queue is not null
            then not {{ is_in_list('followed.queue', 'routed.expected_queues') }}
    end as is_misrouted,
    followed.source_system
from followed
left join {{ ref('int_leads__classified') }} as leads on followed.lead_id = leads.lead_id
left join {{ ref('int_opportunities__leads') }} as opportunities on followed.lead_id = opportunities.lead_id
left join {{ ref('int_leads__routed') }} as routed on followed.lead_id = routed.lead_id
