with
unknown_stores as (
    select
        batches.run_id,
        batches.entity,
        batches.file,
        rows_of_file.line_number,
        'store_id' as column_name,
        'unknown_store' as reason_code,
        true as is_row_loaded
    from {{ ref('can_unknown_store_rows') }} as rows_of_file
    inner join {{ ref('stg_run__batches') }} as batches on rows_of_file.batch_id = batches.batch_id
),

held_back_lists as (
    select distinct
        batches.run_id,
        batches.entity,
        batches.file
    from {{ ref('int_snapshots__guarded') }} as lists
    inner join {{ ref('stg_run__batches') }} as batches on lists.batch_id = batches.batch_id
    where lists.is_held_back
)

select
    run_id,
    entity,
    file,
    line_number,
    column_name,
    reason_code,
    is_row_loaded
from {{ ref('stg_run__findings') }}

union all

select
    run_id,
    entity,
    file,
    line_number,
    column_name,
    reason_code,
    is_row_loaded
from unknown_stores

union all

select
    run_id,
    entity,
    file,
    cast(null as bigint) as line_number,
    cast(null as varchar) as column_name,
    'held_back_snapshot' as reason_code,
    false as is_row_loaded
from held_back_lists
