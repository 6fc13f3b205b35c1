-- History from the versions: a version is valid from its updated_at (the first one from the beginning) until the next. An agent that
-- a fact names and no file describes is a member with its id and nothing else known.
with
versions as (
    select
        agents.*,
        row_number() over (partition by agents.agent_id order by agents.version_number) as version_sequence,
        lead(agents.updated_at) over (partition by agents.agent_id order by agents.version_number) as next_updated_at
    from {{ ref('can_agent_versions') }} as agents
),

named as (
    select owner_agent_id as agent_id from {{ ref('int_opportunities__opened') }}
    union
    select owner_agent_id from {{ ref('can_leads') }}
    where owner_agent_id is not null
    union
    select agent_id from {{ ref('can_lead_assignments') }}
    where agent_id is not null
    union
    select agent_id from {{ ref('can_lead_interactions') }}
    where agent_id is not null
    union
    select agent_id from {{ ref('can_lead_stage_changes') }}
    where agent_id is not null
    union
    select agent_id from {{ ref('can_appointments') }}
    where agent_id is not null
    union
    select agent_id from {{ ref('can_showroom_visits') }}
    where agent_id is not null
    union
    select agent_id from {{ ref('can_calls') }}
    where agent_id is not null
    union
    select agent_id from {{ ref('can_tasks') }}
    where agent_id is not null
    union
    select agent_id from {{ ref('can_agent_shifts') }}
    where agent_id is not null
    union
    select salesperson_agent_id from {{ ref('can_deals') }}
    where salesperson_agent_id is not null
    union
    select 'unassigned'
    union
    select 'unknown'
),

members as (
    select
        agent_id,
        store_id,
        {{ name_initials('agent_name') }} as agent_initials,
        role,
        team,
        manager_agent_id,
        backup_agent_id,
        active_from,
        active_to,
        case when version_sequence > 1 then updated_at end as valid_from,
        next_updated_at as valid_to,
        version_sequence as version_number,
        next_updated_at is null as is_current,
        true as is_described
    from versions

    union all

    select
        named.agent_id,
        'unknown' as store_id,
        null as agent_initials,
        null as role,
        null as team,
        null as manager_agent_id,
        null as backup_agent_id,
        null as active_from,
        null as active_to,
        null as valid_from,
        null as valid_to,
        1 as version_number,
        true as is_current,
        false as is_described
    from named
    left join versions on named.agent_id = versions.agent_id
    where versions.agent_id is null
)

select
    {{ event_key('agent_version', ['agent_id', 'version_number']) }} as agent_version_key,
    {{ agent_key('agent_id') }} as agent_key,
    {{ store_key('store_id') }} as store_key,
    agent_id,
    store_id,
    agent_initials,
    role,
    team,
    manager_agent_id,
    backup_agent_id,
    active_from as active_from_date,
    active_to as active_to_date,
    valid_from as valid_from_at,
    valid_to as valid_to_at,
    version_number,
    is_current,
    is_described
from members
