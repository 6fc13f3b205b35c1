with
staged as (
    {{ staged_rows('lead_interactions') }}
),

typed as (
    select
        staged.interaction_id,
        staged.lead_id,
        staged.agent_id,
        {{ canonical_value('staged.channel', 'channel') }} as channel,
        staged.channel as channel_raw,
        {{ canonical_value('staged.direction', 'direction') }} as direction,
        staged.direction as direction_raw,
        {{ to_utc('staged.occurred_at', "coalesce(stores.timezone, 'UTC')") }} as occurred_at,
        staged.duration_seconds,
        {{ canonical_value('staged.kind', 'interaction_kind') }} as kind,
        staged.kind as kind_raw,
        staged.is_two_way,
        staged.template_id,
        staged.outcome,
        staged.call_id,
        {{ to_utc('staged.updated_at', "coalesce(stores.timezone, 'UTC')") }} as updated_at,
        staged.batch_id || ':' || cast(staged.row_number as varchar) as row_id,
        staged.batch_id,
        staged.line_number,
        staged.arrival,
        staged.row_number,
        staged.source_system
    from staged
    left join {{ ref('can_leads') }} as leads on staged.lead_id = leads.lead_id
    left join {{ ref('can_stores') }} as stores on leads.store_id = stores.store_id
),

known as (
    select
        typed.*,
        row_number() over (
            partition by typed.interaction_id
            order by
                typed.updated_at desc nulls last,
                case when typed.updated_at is null then -typed.arrival else typed.arrival end desc,
                case when typed.updated_at is null then -typed.row_number else typed.row_number end desc
        ) as rank_of_key
    from typed
    cross join {{ ref('stg_run__clock') }} as clock
    where coalesce(typed.updated_at, typed.occurred_at) is null or coalesce(typed.updated_at, typed.occurred_at) <= clock.as_of_at
)

select
    interaction_id,
    lead_id,
    agent_id,
    channel,
    channel_raw,
    direction,
    direction_raw,
    occurred_at,
    duration_seconds,
    kind,
    kind_raw,
    is_two_way,
    template_id,
    outcome,
    call_id,
    updated_at,
    row_id,
    batch_id,
    line_number,
    arrival,
    row_number,
    source_system
from known
where rank_of_key = 1
