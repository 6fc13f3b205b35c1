select
    {{ event_key('shift', ['shifts.shift_id']) }} as shift_key,
    {{ store_key("coalesce(agents.store_id, 'unknown')") }} as store_key,
    {{ agent_key('shifts.agent_id') }} as agent_key,
    coalesce(agents.store_id, 'unknown') as store_id,
    shifts.agent_id,
    shifts.kind,
    shifts.starts_at,
    shifts.ends_at,
    {{ local_date('shifts.starts_at', "coalesce(clock.timezone, 'UTC')") }} as shift_date,
    {{ seconds_between('shifts.starts_at', 'shifts.ends_at') }} as duration_seconds,
    shifts.source_system
from {{ ref('can_agent_shifts') }} as shifts
left join {{ ref('can_agents') }} as agents on shifts.agent_id = agents.agent_id
left join {{ ref('int_stores__clock') }} as clock on agents.store_id = clock.store_id
