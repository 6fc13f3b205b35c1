-- A lead's own vehicle comes first; what its document named besides, or its earlier versions named instead, stays as a further interest.
-- A vehicle is known by its VIN, else by its stock number, else by year, make, model and trim.
with
named as (
    select
        lead_id,
        vin,
        stock_number,
        model_year,
        make,
        model,
        trim,
        version_number,
        1 as interest_number
    from {{ ref('can_lead_versions') }}
    union all
    select
        further.lead_id,
        further.vin,
        further.stock_number,
        further.model_year,
        further.make,
        further.model,
        further.trim,
        versions.version_number,
        further.interest_number
    from {{ ref('can_adf_further_interests') }} as further
    inner join {{ ref('can_lead_versions') }} as versions on further.batch_id = versions.batch_id and further.row_number = versions.row_number
),

identified as (
    select
        named.*,
        coalesce(
            vin,
            'stock ' || stock_number,
            coalesce(cast(model_year as varchar), '') || ' ' || lower(coalesce(make, '')) || ' ' || lower(coalesce(model, ''))
            || ' ' || lower(coalesce(trim, ''))
        ) as vehicle
    from named
    where coalesce(vin, stock_number, make, model) is not null
),

-- The way it was last named, and when it was first.
ranked as (
    select
        identified.*,
        min(version_number) over (partition by lead_id, vehicle) as first_version_number,
        row_number() over (partition by lead_id, vehicle order by version_number desc, interest_number asc, make asc, model asc, trim asc) as rank_of_naming
    from identified
)

select
    {{ event_key('interest', ['lead_id', 'vehicle']) }} as interest_key,
    {{ lead_key('lead_id') }} as lead_key,
    {{ vehicle_key('vin') }} as vehicle_key,
    vin,
    stock_number,
    model_year,
    make,
    model,
    trim,
    row_number() over (
        partition by lead_id
        order by version_number desc, interest_number asc, first_version_number asc, vehicle asc
    ) as interest_sequence
from ranked
where rank_of_naming = 1
