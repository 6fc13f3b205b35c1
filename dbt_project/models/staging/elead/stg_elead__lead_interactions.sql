with
{{ elead_activities() }}

select
    'elead:' || activity_id as interaction_id,
    'elead:' || opportunity_id as lead_id,
    'elead:' || completing_user_id as agent_id,
    {{ part_of('activity_word', "':'", 1) }} as channel,
    case
        when {{ part_of('activity_word', "':'", 2) }} <> 'either' then {{ part_of('activity_word', "':'", 2) }}
        when completing_user_id is not null then 'outbound'
        else 'inbound'
    end as direction,
    completed_at as occurred_at,
    cast(null as bigint) as duration_seconds,
    {{ part_of('activity_word', "':'", 3) }} as kind,
    outcome_word = 'conversation'
    or {{ part_of('activity_word', "':'", 2) }} = 'inbound'
    or ({{ part_of('activity_word', "':'", 2) }} = 'either' and completing_user_id is null) as is_two_way,
    cast(null as varchar) as template_id,
    {{ without_contacts('outcome') }} as outcome,
    cast(null as varchar) as call_id,
    cast(null as varchar) as updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from worded
where
    activity_word like '%:%:%'
    and completed_at is not null
    and coalesce(category, 'completed') <> 'scheduled'
