select
    {{ event_key('quality_result', ['run_id', 'check_name']) }} as quality_result_key,
    run_id,
    as_of_at,
    cast(as_of_at as date) as as_of_date,
    {{ week_of('cast(as_of_at as date)') }} as week_start_date,
    suite,
    check_name,
    table_name,
    title,
    severity,
    status,
    cast(case when status in ('warned', 'failed') then 1 else 0 end as bigint) as failure_count,
    found as failing_rows,
    of_rows as rows_checked,
    observed
from {{ ref('stg_run__quality_results') }}
