with
metrics as (
    {{ metric_rows(['metric', 'name', 'unit', 'leading_or_lagging', 'owner', 'grain']) }}
)

select
    {{ metric_key('metric') }} as metric_key,
    metric,
    name as metric_name,
    unit,
    leading_or_lagging,
    owner as owner_role,
    grain
from metrics
