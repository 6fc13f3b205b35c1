{{ config(materialized='table') }}

{{ overlay('source_systems', ['system'], ['system', 'vendor', 'category', 'approach', 'risk', 'cadence_group', 'cadence_seconds']) }}

select
    system,
    vendor,
    category,
    approach,
    risk,
    cadence_group,
    cast(cadence_seconds as bigint) as cadence_seconds
from overlaid
