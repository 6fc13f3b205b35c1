{{ config(materialized='table') }}

{{ overlay('freshness_limits', ['system', 'entity'], ['system', 'entity', 'warn_after_seconds', 'error_after_seconds', 'is_expected']) }}

select
    system,
    entity,
    cast(warn_after_seconds as bigint) as warn_after_seconds,
    cast(error_after_seconds as bigint) as error_after_seconds,
    coalesce({{ to_bool('is_expected') }}, system <> '*') as is_expected
from overlaid
