{#-
    How long a shopper waited for a human, and for an owner. Waiting ends with the response, or when the opportunity is closed: sold, or
    lost or a duplicate by stage. One that was closed at an unknown moment is taken to have been closed at once, so that no alert is
    claimed for it. A lead record that comes with an owner has had one from the beginning.
-#}
with
record_owners as (
    select
        opportunities.opportunity_key,
        min(case when versions.owner_agent_id is not null then versions.version_number end) as owned_version_number
    from {{ ref('int_opportunities__leads') }} as opportunities
    inner join {{ ref('can_lead_versions') }} as versions on opportunities.lead_id = versions.lead_id
    where opportunities.lead_sequence = 1
    group by opportunities.opportunity_key
),

named as (
    select
        opened.opportunity_key,
        case when owners.owned_version_number = 1 then opened.inquiry_at else versions.updated_at end as owned_at
    from {{ ref('int_opportunities__opened') }} as opened
    inner join record_owners as owners on opened.opportunity_key = owners.opportunity_key
    inner join {{ ref('can_lead_versions') }} as versions
        on opened.first_lead_id = versions.lead_id and owners.owned_version_number = versions.version_number
),

assigned as (
    select
        opportunities.opportunity_key,
        min(assignments.assigned_at) as owned_at
    from {{ ref('can_lead_assignments') }} as assignments
    inner join {{ ref('int_opportunities__leads') }} as opportunities on assignments.lead_id = opportunities.lead_id
    where assignments.agent_id is not null
    group by opportunities.opportunity_key
),

-- The sale closes it on its date, a stage at its moment; the earlier of the two counts.
closed as (
    select
        opened.opportunity_key,
        case
            when sold.opportunity_key is null and not stages.is_closed_by_stage then cast(null as timestamp)
            else coalesce(least(
                coalesce({{ start_of_local_day('sold.sold_on', 'opened.timezone') }}, stages.closed_by_stage_at),
                coalesce(stages.closed_by_stage_at, {{ start_of_local_day('sold.sold_on', 'opened.timezone') }})
            ), opened.inquiry_at)
        end as closed_at
    from {{ ref('int_opportunities__opened') }} as opened
    inner join {{ ref('int_opportunities__stages') }} as stages on opened.opportunity_key = stages.opportunity_key
    left join {{ ref('int_opportunities__sold') }} as sold on opened.opportunity_key = sold.opportunity_key
)

select
    opened.opportunity_key,
    opened.store_id,
    opened.inquiry_at,
    opened.as_of_at,
    opened.owner_agent_id,
    closed.closed_at,
    reached.quoted_at,
    case when reached.first_response_at <= closed.closed_at or closed.closed_at is null then reached.first_response_at else closed.closed_at end
        as waited_until,
    case
        when reached.first_response_at <= closed.closed_at or (closed.closed_at is null and reached.first_response_at is not null) then 'answered'
        when closed.closed_at is not null then 'closed'
    end as waited_for,
    case
        when opened.owner_agent_id = 'unassigned' then cast(null as timestamp)
        else least(coalesce(assigned.owned_at, named.owned_at), coalesce(named.owned_at, assigned.owned_at))
    end as owned_at
from {{ ref('int_opportunities__opened') }} as opened
inner join closed on opened.opportunity_key = closed.opportunity_key
left join {{ ref('int_milestones__reached') }} as reached on opened.opportunity_key = reached.opportunity_key
left join named on opened.opportunity_key = named.opportunity_key
left join assigned on opened.opportunity_key = assigned.opportunity_key
