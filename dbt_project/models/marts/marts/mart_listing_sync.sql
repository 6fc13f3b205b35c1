select
    store_id,
    stock_number,
    vin,
    channel,
    change_type,
    changed_at,
    visible_at,
    lag_minutes,
    is_still_stale,
    case
        when lag_minutes >= {{ param('sync_error_minutes') }} then 'error'
        when lag_minutes > {{ param('sync_warn_minutes') }} then 'warn'
        else 'ok'
    end as status
from {{ ref('fct_listing_syncs') }}
