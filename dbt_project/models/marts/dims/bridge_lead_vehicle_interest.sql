-- A lead's own vehicle comes first; what its later versions named instead stays as a further interest.
with
named as (
    select
        lead_id,
        vin,
        min(version_number) as first_version_number,
        max(version_number) as last_version_number
    from {{ ref('can_lead_versions') }}
    where vin is not null
    group by lead_id, vin
)

select
    {{ event_key('interest', ['lead_id', 'vin']) }} as interest_key,
    {{ lead_key('lead_id') }} as lead_key,
    {{ vehicle_key('vin') }} as vehicle_key,
    vin,
    row_number() over (partition by lead_id order by last_version_number desc, first_version_number asc, vin asc) as interest_sequence
from named
