-- A lead's stage is the newer of what its record says (at updated_at) and of its last stage change; at the same moment, the change.
with
changes as (
    select
        changes.lead_id,
        changes.to_stage,
        changes.changed_at,
        row_number() over (partition by changes.lead_id order by changes.changed_at desc, changes.change_id desc) as rank_from_latest
    from {{ ref('can_lead_stage_changes') }} as changes
    cross join {{ ref('stg_run__clock') }} as clock
    where changes.changed_at <= clock.as_of_at
)

select
    leads.lead_id,
    case
        when changes.lead_id is not null and (leads.stage is null or changes.changed_at >= leads.updated_at) then changes.to_stage
        else leads.stage
    end as stage
from {{ ref('can_leads') }} as leads
left join changes on leads.lead_id = changes.lead_id and changes.rank_from_latest = 1
