select
    stores.store_id,
    coalesce(stores.group_id, stores.store_id) as group_id,
    stores.timezone,
    clock.as_of_at,
    {{ local_date('clock.as_of_at', 'stores.timezone') }} as as_of_date
from {{ ref('can_stores') }} as stores
cross join {{ ref('stg_run__clock') }} as clock

union all

select
    'unknown' as store_id,
    'unknown' as group_id,
    'UTC' as timezone,
    clock.as_of_at,
    cast(clock.as_of_at as date) as as_of_date
from {{ ref('stg_run__clock') }} as clock
