{{ config(materialized='table') }}

{{ overlay('name_aliases', ['name_kind', 'raw_name'], ['name_kind', 'raw_name', 'name']) }}

select
    name_kind,
    lower(raw_name) as raw_name,
    name
from overlaid
