select
    store_id,
    {{ month_of('ready_on') }} as month,
    cast(count(*) as integer) as units_completed,
    -- Whole seconds are averaged, days are divided out last: a sum of fractions depends on the order of its rows.
    avg(cycle_seconds) / cast(86400 as double) as avg_days,
    {{ median('cycle_seconds') }} / cast(86400 as double) as median_days,
    {{ percentile('cycle_seconds', 0.9) }} / cast(86400 as double) as p90_days
from {{ ref('int_recon__cycles') }}
group by store_id, {{ month_of('ready_on') }}
