{{ config(materialized='table') }}

{{ overlay('source_cadences', ['cadence_group'], ['cadence_group', 'schedule_seconds', 'warn_after_seconds', 'error_after_seconds', 'meaning']) }}

select
    cadence_group,
    cast(schedule_seconds as bigint) as schedule_seconds,
    cast(warn_after_seconds as bigint) as warn_after_seconds,
    cast(error_after_seconds as bigint) as error_after_seconds,
    meaning
from overlaid
