select
    columns_seen.source_system,
    columns_seen.table_name,
    columns_seen.folder,
    columns_seen.column_name,
    columns_seen.is_read,
    case
        when columns_seen.missed_batch_id is not null then 'gone'
        when columns_seen.is_from_the_start then 'steady'
        else 'new'
    end as status,
    columns_seen.files,
    first_batches.loaded_at as first_seen_at,
    first_batches.file as first_file,
    last_batches.loaded_at as last_seen_at,
    last_batches.file as last_file,
    missed_batches.loaded_at as missed_since_at,
    missed_batches.file as missed_file
from {{ ref('stg_run__columns') }} as columns_seen
inner join {{ ref('stg_run__batches') }} as first_batches on columns_seen.first_batch_id = first_batches.batch_id
inner join {{ ref('stg_run__batches') }} as last_batches on columns_seen.last_batch_id = last_batches.batch_id
left join {{ ref('stg_run__batches') }} as missed_batches on columns_seen.missed_batch_id = missed_batches.batch_id
