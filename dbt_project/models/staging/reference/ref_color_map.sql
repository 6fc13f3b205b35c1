{{ config(materialized='table') }}

{{ overlay('color_map', ['raw_value'], ['raw_value', 'color']) }}

select
    lower(raw_value) as raw_value,
    color
from overlaid
