{{ config(materialized='table') }}

{{ overlay('student_t_limits', ['degrees_of_freedom'], ['degrees_of_freedom', 't_value']) }}

select
    cast(degrees_of_freedom as bigint) as degrees_of_freedom,
    cast(t_value as double) as t_value
from overlaid
