{{ config(materialized='table') }}

{{ overlay('status_map', ['status_domain', 'system', 'store_id', 'raw_value'], ['status_domain', 'system', 'store_id', 'raw_value', 'canonical_value']) }}

select
    status_domain,
    system,
    store_id,
    lower(raw_value) as raw_value,
    canonical_value
from overlaid
