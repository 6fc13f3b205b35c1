{{ config(materialized='table') }}

{{ overlay('markdown_steps', ['vehicle_class', 'step_days'], ['vehicle_class', 'step_days', 'discount_share']) }}

select
    vehicle_class,
    cast(step_days as bigint) as step_days,
    cast(discount_share as decimal(9, 4)) as discount_share
from overlaid
