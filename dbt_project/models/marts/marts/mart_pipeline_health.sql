with
attempts as (
    select
        batches.source_system,
        batches.entity,
        {{ week_of('cast(batches.loaded_at as date)') }} as week_start_date,
        batches.batch_id,
        batches.status,
        batches.loaded_at,
        batches.rows_read,
        batches.rows_loaded,
        batches.rows_set_aside,
        batches.run_id,
        row_number() over (partition by batches.file, batches.content_hash order by batches.arrival) as attempt_number
    from {{ ref('stg_run__batches') }} as batches
),

findings as (
    select
        batch_id,
        count(*) as finding_count
    from {{ ref('stg_run__findings') }}
    group by batch_id
)

select
    attempts.source_system,
    attempts.entity,
    attempts.week_start_date,
    count(distinct attempts.run_id) as runs,
    count(*) as files,
    count(case when attempts.status = 'set_aside' then 1 end) as failed_files,
    count(case when attempts.attempt_number > 1 then 1 end) as retries,
    cast(sum(attempts.rows_read) as bigint) as rows_read,
    cast(sum(attempts.rows_loaded) as bigint) as rows_loaded,
    cast(sum(attempts.rows_set_aside) as bigint) as rows_set_aside,
    cast(sum(coalesce(findings.finding_count, 0)) as bigint) as findings,
    {{ ratio('sum(attempts.rows_set_aside)', 'sum(attempts.rows_read)') }} as set_aside_share,
    max(attempts.loaded_at) as last_loaded_at
from attempts
left join findings on attempts.batch_id = findings.batch_id
group by attempts.source_system, attempts.entity, attempts.week_start_date
