with
ranked as (
    select
        versions.*,
        row_number() over (partition by versions.offer_id order by versions.version_number desc) as rank_from_latest
    from {{ ref('can_offer_versions') }} as versions
)

select
    offer_id,
    kind,
    name,
    stores,
    makes,
    models,
    terms,
    valid_from,
    valid_to,
    approver,
    updated_at,
    row_id,
    batch_id,
    line_number,
    arrival,
    row_number,
    source_system
from ranked
where rank_from_latest = 1
