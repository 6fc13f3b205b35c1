-- A VIN that vPIC finds fault with (check digit, unknown pattern) is decoded in part or wrongly: only clean answers count.
with
ranked as (
    select
        vin,
        model_year,
        make,
        model,
        trim,
        body_style,
        row_number() over (partition by vin order by answered_at desc, arrival desc, row_number desc) as rank_from_last
    from {{ ref('stg_vpic__decodes') }}
    where is_clean
)

select
    vin,
    model_year,
    make,
    model,
    trim,
    body_style
from ranked
where rank_from_last = 1
