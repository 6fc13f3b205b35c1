{{ config(materialized='table') }}

{{ overlay('inventory_statuses', ['status'], ['status', 'status_order', 'is_in_stock', 'is_available', 'is_final', 'meaning']) }}

select
    status,
    cast(status_order as bigint) as status_order,
    cast(is_in_stock as boolean) as is_in_stock,
    cast(is_available as boolean) as is_available,
    cast(is_final as boolean) as is_final,
    meaning
from overlaid
