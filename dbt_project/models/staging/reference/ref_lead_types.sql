{{ config(materialized='table') }}

{{ overlay('lead_types', ['lead_type'], ['lead_type', 'lead_type_order', 'department', 'routing_path', 'default_queue', 'is_sales']) }}

select
    lead_type,
    cast(lead_type_order as bigint) as lead_type_order,
    department,
    routing_path,
    default_queue,
    {{ to_bool('is_sales') }} as is_sales
from overlaid
