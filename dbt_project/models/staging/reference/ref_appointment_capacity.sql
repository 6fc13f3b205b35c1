{{ config(materialized='table') }}

{{ overlay('appointment_capacity', ['store_id', 'weekday', 'hour'], ['store_id', 'weekday', 'hour', 'capacity']) }}

select
    store_id,
    cast({{ to_int('weekday') }} as integer) as weekday,
    cast({{ to_int('hour') }} as integer) as hour,
    cast({{ to_int('capacity') }} as integer) as capacity
from overlaid
where store_id is not null
