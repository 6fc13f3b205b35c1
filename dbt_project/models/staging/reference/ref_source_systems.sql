{{ config(materialized='table') }}

{{ overlay('source_systems', ['system'], ['system', 'vendor', 'category', 'approach', 'risk', 'cadence_seconds']) }}

select
    system,
    vendor,
    category,
    approach,
    risk,
    cast(cadence_seconds as bigint) as cadence_seconds
from overlaid
