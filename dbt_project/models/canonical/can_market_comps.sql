with
staged as (
    {{ staged_rows('market_comps') }}
),

typed as (
    select
        staged.comp_id,
        {{ to_utc('staged.observed_at', "'UTC'") }} as observed_at,
        staged.model_year,
        coalesce(make_names.spelling, staged.make) as make,
        coalesce(model_names.spelling, staged.model) as model,
        coalesce(trim_names.spelling, staged.trim) as trim,
        staged.mileage,
        {{ canonical_value('staged.vehicle_class', 'vehicle_class') }} as vehicle_class,
        staged.vehicle_class as vehicle_class_raw,
        staged.price,
        staged.vin,
        staged.dma,
        staged.postal_code,
        staged.url,
        staged.first_seen_on,
        staged.last_seen_on,
        {{ to_utc('staged.updated_at', "'UTC'") }} as updated_at,
        staged.batch_id || ':' || cast(staged.row_number as varchar) as row_id,
        staged.batch_id,
        staged.line_number,
        staged.arrival,
        staged.row_number,
        staged.source_system
    from staged
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
            partition by typed.comp_id, typed.observed_at
            order by
                typed.updated_at desc nulls last,
                case when typed.updated_at is null then -typed.arrival else typed.arrival end desc,
                case when typed.updated_at is null then -typed.row_number else typed.row_number end desc
        ) as rank_of_key
    from typed
    cross join {{ ref('stg_run__clock') }} as clock
    where coalesce(typed.updated_at, typed.observed_at) is null or coalesce(typed.updated_at, typed.observed_at) <= clock.as_of_at
)

select
    comp_id,
    observed_at,
    model_year,
    make,
    model,
    trim,
    mileage,
    vehicle_class,
    vehicle_class_raw,
    price,
    vin,
    dma,
    postal_code,
    url,
    first_seen_on,
    last_seen_on,
    updated_at,
    row_id,
    batch_id,
    line_number,
    arrival,
    row_number,
    source_system
from known
where rank_of_key = 1
