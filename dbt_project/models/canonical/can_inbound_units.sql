with
staged as (
    {{ staged_rows('inbound_units') }}
),

typed as (
    select
        coalesce(stores.store_id, 'unknown') as store_id,
        staged.store_id as store_id_raw,
        staged.order_number,
        staged.vin,
        staged.model_year,
        coalesce(make_names.spelling, staged.make) as make,
        coalesce(model_names.spelling, staged.model) as model,
        coalesce(trim_names.spelling, staged.trim) as trim,
        staged.eta_on,
        staged.status,
        staged.reserved_lead_id,
        {{ to_utc('staged.updated_at', "coalesce(stores.timezone, 'UTC')") }} as updated_at,
        staged.batch_id || ':' || cast(staged.row_number as varchar) as row_id,
        staged.batch_id,
        staged.line_number,
        staged.arrival,
        staged.row_number,
        staged.source_system
    from staged
    left join {{ ref('can_stores') }} as stores on staged.store_id = stores.store_id
    left join {{ ref('can_name_spellings') }} as make_names
        on make_names.name_kind = 'make' and lower(staged.make) = make_names.folded_name
    left join {{ ref('can_name_spellings') }} as model_names
        on model_names.name_kind = 'model' and lower(staged.model) = model_names.folded_name
    left join {{ ref('can_name_spellings') }} as trim_names
        on trim_names.name_kind = 'trim' and lower(staged.trim) = trim_names.folded_name
),

known as (
    select
        typed.*,
        row_number() over (
            partition by typed.store_id_raw, typed.order_number
            order by
                typed.updated_at desc nulls last, typed.arrival desc, typed.row_number desc
        ) as rank_of_key
    from typed
    cross join {{ ref('stg_run__clock') }} as clock
    where typed.updated_at is null or typed.updated_at <= clock.as_of_at
)

select
    store_id,
    store_id_raw,
    order_number,
    vin,
    model_year,
    make,
    model,
    trim,
    eta_on,
    status,
    reserved_lead_id,
    updated_at,
    row_id,
    batch_id,
    line_number,
    arrival,
    row_number,
    source_system
from known
where rank_of_key = 1
