with
{{ elead_activities() }},

planned as (
    select
        worded.*,
        max(case when category = 'scheduled' then 1 else 0 end) over (partition by activity_id) as was_planned,
        min(answered_at) over (partition by activity_id) as first_seen_at
    from worded
    where coalesce(activity_word, '') not in ('appointment', 'appointment_confirmation')
)

select
    'elead:' || activity_id as task_id,
    'elead:' || opportunity_id as lead_id,
    'elead:' || assigned_user_id as agent_id,
    {{ without_contacts('coalesce(activity_name, activity_type)') }} as task_type,
    first_seen_at as created_at,
    due_at,
    case when category <> 'scheduled' then completed_at end as completed_at,
    case
        when category = 'scheduled' then 'open'
        when completed_at is not null then 'completed'
        else 'cancelled'
    end as status,
    answered_at as updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from planned
where was_planned = 1
