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
),

versions as (
    select
        lead_id,
        updated_at,
        coalesce(stage, 'unknown') as stage,
        lag(coalesce(stage, 'unknown')) over (partition by lead_id order by version_number) as previous_stage
    from {{ ref('can_lead_versions') }}
),

-- Since when the record has said so.
said as (
    select
        lead_id,
        max(updated_at) as said_at
    from versions
    where previous_stage is null or previous_stage <> stage
    group by lead_id
),

chosen as (
    select
        leads.lead_id,
        leads.stage,
        said.said_at,
        changes.to_stage,
        changes.changed_at,
        changes.lead_id is not null and (leads.stage is null or changes.changed_at >= leads.updated_at) as is_by_change
    from {{ ref('can_leads') }} as leads
    left join said on leads.lead_id = said.lead_id
    left join changes on leads.lead_id = changes.lead_id and changes.rank_from_latest = 1
)

select
    lead_id,
    case when is_by_change then to_stage else stage end as stage,
    case when is_by_change then changed_at else said_at end as staged_at
from chosen
