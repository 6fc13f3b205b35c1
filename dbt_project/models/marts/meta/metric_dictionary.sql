with
metrics as (
    {{ metric_rows([
        'metric', 'name', 'definition', 'formula', 'grain', 'unit', 'owner', 'leading_or_lagging', 'source_marts', 'filters', 'edge_cases', 'id', 'sql',
    ]) }}
)

select
    metric,
    name,
    definition,
    formula,
    grain,
    unit,
    owner,
    leading_or_lagging,
    source_marts,
    filters,
    edge_cases,
    id as plan_id,
    sql as sql_example
from metrics
