select
    {{ threshold_key('metric', 'store_id', 'make', 'model', 'vehicle_class') }} as threshold_key,
    metric,
    store_id,
    make,
    model,
    vehicle_class,
    low as low_limit,
    high as high_limit
from {{ ref('ref_thresholds') }}
