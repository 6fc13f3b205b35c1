{#- A unit that is twice on the lists of one moment counts as the later file, the later line has it. -#}
with
placed as (
    select
        coalesce(by_code.store_id, by_name.store_id, rows_of_lists.store_id) as store_id,
        rows_of_lists.visit_id,
        rows_of_lists.stock_number,
        rows_of_lists.stage,
        rows_of_lists.vendor,
        rows_of_lists.ro_number,
        rows_of_lists.work_order_url,
        rows_of_lists.cost,
        rows_of_lists.budget,
        rows_of_lists.blocker_reason,
        nullif(rows_of_lists.entered_at, rows_of_lists.report_at) as entered_at,
        rows_of_lists.report_at,
        rows_of_lists.days_in_stage,
        rows_of_lists.arrival,
        rows_of_lists.row_number,
        rows_of_lists.line_number,
        rows_of_lists.batch_id,
        rows_of_lists.source_system
    from {{ ref('stg_reports__recon_stage_visits') }} as rows_of_lists
    left join {{ ref('can_store_aliases') }} as by_code
        on rows_of_lists.source_system = by_code.system and lower(rows_of_lists.store_id) = by_code.alias
    left join {{ ref('can_store_aliases') }} as by_name
        on by_name.system = '*' and lower(rows_of_lists.store_id) = by_name.alias
),

zoned as (
    select
        placed.*,
        coalesce(stores.timezone, 'UTC') as timezone,
        {{ to_utc('placed.report_at', "coalesce(stores.timezone, 'UTC')") }} as listed_at
    from placed
    left join {{ ref('can_stores') }} as stores on placed.store_id = stores.store_id
),

dated as (
    select
        zoned.*,
        {{ local_date('zoned.listed_at', 'zoned.timezone') }} as listed_on,
        case
            when zoned.days_in_stage is not null
                then {{ start_of_local_day(add_days(local_date('zoned.listed_at', 'zoned.timezone'), '-floor(zoned.days_in_stage)'), 'zoned.timezone') }}
            else {{ to_utc('zoned.entered_at', 'zoned.timezone') }}
        end as came_in_at
    from zoned
    cross join {{ ref('stg_run__clock') }} as clock
    where zoned.listed_at <= clock.as_of_at
),

ranked as (
    select
        dated.*,
        row_number() over (
            partition by dated.source_system, dated.store_id, dated.stock_number, dated.listed_at
            order by dated.arrival desc, dated.row_number desc
        ) as rank_of_line,
        dense_rank() over (partition by dated.source_system, dated.store_id order by dated.listed_at) as list_number
    from dated
)

select
    visit_id,
    store_id,
    timezone,
    stock_number,
    stage,
    vendor,
    ro_number,
    work_order_url,
    cost,
    budget,
    blocker_reason,
    listed_at,
    listed_on,
    days_in_stage,
    came_in_at,
    list_number,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from ranked
where rank_of_line = 1
