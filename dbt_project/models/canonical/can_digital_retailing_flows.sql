with
staged as (
    {{ staged_rows('digital_retailing_flows') }}
),

typed as (
    select
        staged.flow_id,
        {{ canonical_value('staged.flow_type', 'flow_type') }} as flow_type,
        staged.flow_type as flow_type_raw,
        case when staged.store_id is null then null when stores.store_id is null then 'unknown' else staged.store_id end as store_id,
        staged.store_id as store_id_raw,
        staged.lead_id,
        staged.vin,
        {{ to_utc('staged.started_at', "coalesce(stores.timezone, lead_stores.timezone, 'UTC')") }} as started_at,
        {{ to_utc('staged.submitted_at', "coalesce(stores.timezone, lead_stores.timezone, 'UTC')") }} as submitted_at,
        {{ to_utc('staged.abandoned_at', "coalesce(stores.timezone, lead_stores.timezone, 'UTC')") }} as abandoned_at,
        {{ to_utc('staged.updated_at', "coalesce(stores.timezone, lead_stores.timezone, 'UTC')") }} as updated_at,
        staged.batch_id || ':' || cast(staged.row_number as varchar) as row_id,
        staged.batch_id,
        staged.line_number,
        staged.arrival,
        staged.row_number,
        staged.source_system
    from staged
    left join {{ ref('can_stores') }} as stores on staged.store_id = stores.store_id
    left join {{ ref('can_leads') }} as leads on staged.lead_id = leads.lead_id
    left join {{ ref('can_stores') }} as lead_stores on leads.store_id = lead_stores.store_id
),

known as (
    select
        typed.*,
        row_number() over (
            partition by typed.flow_id
            order by
                typed.updated_at desc nulls last, typed.arrival desc, typed.row_number desc
        ) as rank_of_key
    from typed
    cross join {{ ref('stg_run__clock') }} as clock
    where coalesce(typed.updated_at, typed.started_at) is null or coalesce(typed.updated_at, typed.started_at) <= clock.as_of_at
)

select
    flow_id,
    flow_type,
    flow_type_raw,
    store_id,
    store_id_raw,
    lead_id,
    vin,
    started_at,
    submitted_at,
    abandoned_at,
    updated_at,
    row_id,
    batch_id,
    line_number,
    arrival,
    row_number,
    source_system
from known
where rank_of_key = 1
