{{ config(materialized='table') }}

{{ overlay('recon_stage_map', ['store_id', 'raw_value'], ['store_id', 'raw_value', 'recon_stage']) }}

select
    store_id,
    lower(raw_value) as raw_value,
    recon_stage
from overlaid
