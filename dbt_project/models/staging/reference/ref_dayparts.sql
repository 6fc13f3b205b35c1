{{ config(materialized='table') }}

{{ overlay('dayparts', ['daypart'], ['daypart', 'from_hour', 'to_hour']) }}

select
    daypart,
    cast(from_hour as bigint) as from_hour,
    cast(to_hour as bigint) as to_hour
from overlaid
