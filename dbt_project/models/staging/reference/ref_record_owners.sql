{{ config(materialized='table') }}

{{ overlay('record_owners', ['entity', 'store_id'], ['entity', 'store_id', 'system']) }}

select
    entity,
    store_id,
    lower(system) as system
from overlaid
