select
    status,
    status_order,
    is_in_stock,
    is_available,
    is_final,
    meaning
from {{ ref('ref_inventory_statuses') }}
