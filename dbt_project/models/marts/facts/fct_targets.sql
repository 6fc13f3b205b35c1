select
    {{ event_key('target', ['store_id_raw', 'metric', 'period_start', 'source_raw', 'make', 'model']) }} as target_key,
    {{ store_key('store_id') }} as store_key,
    {{ lead_source_key("coalesce(source_code, 'unknown')") }} as lead_source_key,
    store_id,
    metric,
    period_start as period_start_date,
    period_end as period_end_date,
    value as target_value,
    source_code as lead_source,
    make,
    model,
    source_system
from {{ ref('can_targets') }}
