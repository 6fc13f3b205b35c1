with
ranked as (
    select
        versions.*,
        row_number() over (partition by versions.agent_id order by versions.version_number desc) as rank_from_latest
    from {{ ref('can_agent_versions') }} as versions
)

select
    agent_id,
    store_id,
    store_id_raw,
    agent_name,
    email,
    role,
    team,
    manager_agent_id,
    backup_agent_id,
    active_from,
    active_to,
    updated_at,
    row_id,
    batch_id,
    line_number,
    arrival,
    row_number,
    source_system
from ranked
where rank_from_latest = 1
