{#-
    CTEs that turn `owned` (lead_id, agent_id or null, assigned_at and inquired_at as UTC text, and where the row came from; one row per
    record of a lead, as old as assigned_at) into `versions` of lead_assignments: a row when an owner shows and one more when the next does.
    Records that say the same owner again say nothing new. Where the very first record of a lead names an owner long after the inquiry (a
    backfill), nobody knows since when: that owner has no row here, and is the lead's owner all the same.
-#}
{% macro spans_of_owners(owned) -%}
moments as (
    select
        {{ owned }}.*,
        {{ to_utc('assigned_at', "'UTC'") }} as assigned_moment,
        {{ to_utc('inquired_at', "'UTC'") }} as inquired_moment
    from {{ owned }}
),

records as (
    select
        moments.*,
        row_number() over (partition by lead_id order by assigned_moment, arrival, row_number) as record_number
    from moments
),

steps as (
    select
        records.*,
        lag(agent_id) over (partition by lead_id order by assigned_moment, arrival, row_number) as previous_agent_id
    from records
    where agent_id is not null
),

spans as (
    select
        steps.*,
        lead(assigned_at) over (partition by lead_id order by assigned_moment, arrival, row_number) as next_assigned_at,
        case when previous_agent_id is null then 'route' else 'transfer' end as reason
    from steps
    where previous_agent_id is null or previous_agent_id <> agent_id
),

seen as (
    select *
    from spans
    where
        record_number > 1
        or assigned_moment <= {{ add_seconds('inquired_moment', param('assignment_seen_within_seconds', 'bigint')) }}
),

versions as (
    select
        seen.*,
        cast(null as varchar) as released_at,
        assigned_at as updated_at
    from seen
    union all
    select
        seen.*,
        next_assigned_at as released_at,
        next_assigned_at as updated_at
    from seen
    where next_assigned_at is not null
)
{%- endmacro %}
