with
staged as (
    {{ staged_rows('appraisals') }}
),

typed as (
    select
        staged.appraisal_id,
        coalesce(stores.store_id, 'unknown') as store_id,
        staged.store_id as store_id_raw,
        staged.vin,
        staged.lead_id,
        {{ canonical_value('staged.acquisition_type', 'acquisition_type') }} as acquisition_type,
        staged.acquisition_type as acquisition_type_raw,
        {{ to_utc('staged.requested_at', "coalesce(stores.timezone, 'UTC')") }} as requested_at,
        {{ to_utc('staged.appraised_at', "coalesce(stores.timezone, 'UTC')") }} as appraised_at,
        {{ to_utc('staged.decided_at', "coalesce(stores.timezone, 'UTC')") }} as decided_at,
        staged.decision,
        {{ to_utc('staged.title_received_at', "coalesce(stores.timezone, 'UTC')") }} as title_received_at,
        staged.offer_amount,
        {{ to_utc('staged.updated_at', "coalesce(stores.timezone, 'UTC')") }} as updated_at,
        staged.batch_id || ':' || cast(staged.row_number as varchar) as row_id,
        staged.batch_id,
        staged.line_number,
        staged.arrival,
        staged.row_number,
        staged.source_system
    from staged
    left join {{ ref('can_stores') }} as stores on staged.store_id = stores.store_id
),

known as (
    select
        typed.*,
        row_number() over (
            partition by typed.appraisal_id
            order by
                typed.updated_at desc nulls last, typed.arrival desc, typed.row_number desc
        ) as rank_of_key
    from typed
    cross join {{ ref('stg_run__clock') }} as clock
    where typed.updated_at is null or typed.updated_at <= clock.as_of_at
)

select
    appraisal_id,
    store_id,
    store_id_raw,
    vin,
    lead_id,
    acquisition_type,
    acquisition_type_raw,
    requested_at,
    appraised_at,
    decided_at,
    decision,
    title_received_at,
    offer_amount,
    updated_at,
    row_id,
    batch_id,
    line_number,
    arrival,
    row_number,
    source_system
from known
where rank_of_key = 1
