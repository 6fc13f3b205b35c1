{{ config(materialized='table') }}

{{ overlay('lead_source_map', ['store_id', 'raw_value'], ['store_id', 'raw_value', 'source_code', 'channel_group']) }}

select
    store_id,
    lower(raw_value) as raw_value,
    source_code,
    channel_group
from overlaid
