with
versions as (
    select
        store_id,
        version_number,
        store_name,
        group_id,
        group_name,
        brands,
        dma,
        timezone,
        currency,
        org_type,
        updated_at,
        lead(updated_at) over (partition by store_id order by version_number) as valid_to_at
    from {{ ref('can_store_versions') }}
)

select
    {{ event_key('store_version', ['store_id', 'version_number']) }} as store_version_key,
    {{ store_key('store_id') }} as store_key,
    store_id,
    store_name,
    coalesce(group_id, store_id) as group_id,
    coalesce(group_name, store_name) as group_name,
    brands,
    dma,
    timezone,
    currency,
    org_type,
    version_number,
    case when version_number > 1 then updated_at end as valid_from_at,
    valid_to_at,
    row_number() over (partition by store_id order by version_number desc) = 1 as is_current
from versions

union all

select
    {{ event_key('store_version', ["'unknown'", "1"]) }} as store_version_key,
    {{ store_key("'unknown'") }} as store_key,
    'unknown' as store_id,
    'Unknown store' as store_name,
    'unknown' as group_id,
    'Unknown group' as group_name,
    cast(null as varchar) as brands,
    cast(null as varchar) as dma,
    'UTC' as timezone,
    'USD' as currency,
    cast(null as varchar) as org_type,
    cast(1 as bigint) as version_number,
    cast(null as timestamp) as valid_from_at,
    cast(null as timestamp) as valid_to_at,
    true as is_current
