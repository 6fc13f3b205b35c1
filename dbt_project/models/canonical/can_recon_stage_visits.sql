with
staged as (
    {{ staged_rows('recon_stage_visits') }}
),

typed as (
    select
        staged.visit_id,
        coalesce(stores.store_id, 'unknown') as store_id,
        staged.store_id as store_id_raw,
        staged.stock_number,
        coalesce(stage_store.recon_stage, stage_any.recon_stage, 'unmapped') as stage,
        staged.stage as stage_raw,
        {{ to_utc('staged.entered_at', "coalesce(stores.timezone, 'UTC')") }} as entered_at,
        {{ to_utc('staged.exited_at', "coalesce(stores.timezone, 'UTC')") }} as exited_at,
        staged.vendor,
        staged.ro_number,
        staged.work_order_url,
        staged.cost,
        staged.budget,
        staged.blocker_reason,
        {{ to_utc('staged.updated_at', "coalesce(stores.timezone, 'UTC')") }} as updated_at,
        staged.batch_id || ':' || cast(staged.row_number as varchar) as row_id,
        staged.batch_id,
        staged.line_number,
        staged.arrival,
        staged.row_number,
        staged.source_system
    from staged
    left join {{ ref('can_stores') }} as stores on staged.store_id = stores.store_id
    left join {{ ref('ref_recon_stage_map') }} as stage_store
        on lower(staged.stage) = stage_store.raw_value and staged.store_id = stage_store.store_id
    left join {{ ref('ref_recon_stage_map') }} as stage_any
        on lower(staged.stage) = stage_any.raw_value and stage_any.store_id = '*'
),

known as (
    select
        typed.*,
        row_number() over (
            partition by typed.visit_id
            order by
                typed.updated_at desc nulls last, typed.arrival desc, typed.row_number desc
        ) as rank_of_key
    from typed
    cross join {{ ref('stg_run__clock') }} as clock
    where typed.updated_at is null or typed.updated_at <= clock.as_of_at
)

select
    visit_id,
    store_id,
    store_id_raw,
    stock_number,
    stage,
    stage_raw,
    entered_at,
    exited_at,
    vendor,
    ro_number,
    work_order_url,
    cost,
    budget,
    blocker_reason,
    updated_at,
    row_id,
    batch_id,
    line_number,
    arrival,
    row_number,
    source_system
from known
where rank_of_key = 1
