with
of_runs as (
    select
        run_id,
        source_system,
        entity,
        min(run_number) as run_number,
        max(loaded_at) as loaded_at,
        count(case when status = 'loaded' then 1 end) as files_loaded,
        count(case when status = 'set_aside' then 1 end) as files_set_aside,
        sum(rows_read) as rows_read,
        sum(rows_loaded) as rows_loaded,
        sum(rows_set_aside) as rows_set_aside,
        sum(bytes) as bytes_read
    from {{ ref('stg_run__batches') }}
    group by run_id, source_system, entity
)

select
    {{ event_key('load_run', ['run_id', 'source_system', 'entity']) }} as load_run_key,
    {{ source_system_key('source_system') }} as source_system_key,
    run_id,
    run_number,
    source_system,
    entity,
    loaded_at,
    cast(loaded_at as date) as loaded_date,
    cast(files_loaded as bigint) as files_loaded,
    cast(files_set_aside as bigint) as files_set_aside,
    cast(rows_read as bigint) as rows_read,
    cast(rows_loaded as bigint) as rows_loaded,
    cast(rows_set_aside as bigint) as rows_set_aside,
    cast(bytes_read as bigint) as bytes_read
from of_runs
