{#-
    CTEs that turn `owned` (lead_id, agent_id, assigned_at as UTC text, and where the row came from; one row per record of a lead that names
    an owner) into the entity's versions: `versions`, a row when an owner shows and one more when the next one does. Records that say the
    same owner again say nothing new.
-#}
{% macro spans_of_owners(owned) -%}
moments as (
    select
        {{ owned }}.*,
        {{ to_utc('assigned_at', "'UTC'") }} as assigned_moment
    from {{ owned }}
),

steps as (
    select
        moments.*,
        lag(agent_id) over (partition by lead_id order by assigned_moment, arrival, row_number) as previous_agent_id
    from moments
),

spans as (
    select
        steps.*,
        lead(assigned_at) over (partition by lead_id order by assigned_moment, arrival, row_number) as next_assigned_at,
        case when previous_agent_id is null then 'route' else 'transfer' end as reason
    from steps
    where previous_agent_id is null or previous_agent_id <> agent_id
),

versions as (
    select
        spans.*,
        cast(null as varchar) as released_at,
        assigned_at as updated_at
    from spans
    union all
    select
        spans.*,
        next_assigned_at as released_at,
        next_assigned_at as updated_at
    from spans
    where next_assigned_at is not null
)
{%- endmacro %}
