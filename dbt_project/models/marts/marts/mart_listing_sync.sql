select
    store_id,
    stock_number,
    vin,
    channel,
    change_type,
    changed_at,
    visible_at,
    lag_minutes,
    is_still_stale
from {{ ref('fct_listing_syncs') }}
