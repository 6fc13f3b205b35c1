{{ config(materialized='table') }}

{{ overlay('poisson_limits', ['events'], ['events', 'lower_limit', 'upper_limit']) }}

select
    cast(events as bigint) as events,
    cast(lower_limit as double) as lower_limit,
    cast(upper_limit as double) as upper_limit
from overlaid
