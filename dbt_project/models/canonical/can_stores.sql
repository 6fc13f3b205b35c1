with
ranked as (
    select
        versions.*,
        row_number() over (partition by versions.store_id order by versions.version_number desc) as rank_from_latest
    from {{ ref('can_store_versions') }} as versions
)

select
    store_id,
    store_name,
    timezone,
    group_id,
    group_name,
    brands,
    dma,
    currency,
    org_type,
    org_type_raw,
    dealer_codes,
    updated_at,
    row_id,
    batch_id,
    line_number,
    arrival,
    row_number,
    source_system
from ranked
where rank_from_latest = 1
