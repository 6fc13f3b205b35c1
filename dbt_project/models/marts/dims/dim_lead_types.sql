select
    {{ event_key('lead_type', ['lead_type']) }} as lead_type_key,
    lead_type,
    lead_type_order,
    department,
    routing_path,
    default_queue,
    is_sales
from {{ ref('ref_lead_types') }}
