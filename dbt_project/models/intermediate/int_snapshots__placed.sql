{#-
    Which unit a row of a stock list is. A row names its unit by stock number, by VIN, or both; what one list leaves out,
    the store's other lists tell: the last one before it, else the first one after it. So a car that was listed by VIN
    alone and later gets a stock number is one unit (half of a real feed's rows are such), and a VIN that stands
    twice on one list is one row.
-#}
with
listed as (
    select
        snapshots.store_id_raw,
        snapshots.store_id,
        snapshots.snapshot_at,
        lists.snapshot_on,
        lists.list_number,
        snapshots.row_id,
        snapshots.stock_number,
        snapshots.vin,
        snapshots.status,
        snapshots.acquired_on,
        count(snapshots.vin) over (
            partition by snapshots.store_id_raw, snapshots.stock_number
            order by snapshots.snapshot_at, snapshots.row_id
            rows between unbounded preceding and current row
        ) as vin_run
    from {{ ref('can_inventory_snapshots') }} as snapshots
    inner join {{ ref('int_snapshots__guarded') }} as lists
        on snapshots.store_id_raw = lists.store_id_raw and snapshots.snapshot_at = lists.snapshot_at and lists.is_believed
),

with_vin as (
    select
        listed.store_id_raw,
        listed.store_id,
        listed.snapshot_at,
        listed.snapshot_on,
        listed.list_number,
        listed.row_id,
        listed.stock_number,
        listed.status,
        listed.acquired_on,
        case
            when listed.stock_number is null then listed.vin
            else coalesce(
                listed.vin,
                max(listed.vin) over (partition by listed.store_id_raw, listed.stock_number, listed.vin_run),
                max(case when listed.vin_run = 1 then listed.vin end) over (partition by listed.store_id_raw, listed.stock_number)
            )
        end as vin
    from listed
),

threaded as (
    select
        with_vin.*,
        coalesce('vin:' || with_vin.vin, 'stock:' || with_vin.stock_number) as thread_id,
        min(with_vin.snapshot_at) over (
            partition by with_vin.store_id_raw, with_vin.vin, with_vin.stock_number
        ) as stock_number_first_at
    from with_vin
),

ranked as (
    select
        threaded.*,
        row_number() over (
            partition by threaded.store_id_raw, threaded.snapshot_at, threaded.thread_id
            order by
                case when threaded.stock_number is null then 1 else 0 end,
                threaded.stock_number_first_at, threaded.stock_number, threaded.row_id
        ) as rank_in_list
    from threaded
),

runs as (
    select
        ranked.*,
        count(ranked.stock_number) over (
            partition by ranked.store_id_raw, ranked.thread_id
            order by ranked.snapshot_at
            rows between unbounded preceding and current row
        ) as stock_number_run
    from ranked
    where ranked.rank_in_list = 1
),

with_stock_number as (
    select
        runs.store_id_raw,
        runs.store_id,
        runs.thread_id,
        runs.snapshot_at,
        runs.snapshot_on,
        runs.list_number,
        runs.row_id,
        runs.vin,
        runs.status,
        runs.acquired_on,
        coalesce(
            max(runs.stock_number) over (partition by runs.store_id_raw, runs.thread_id, runs.stock_number_run),
            max(case when runs.stock_number_run = 1 then runs.stock_number end) over (partition by runs.store_id_raw, runs.thread_id)
        ) as stock_number
    from runs
),

known_stock_numbers as (
    select distinct
        store_id_raw,
        stock_number
    from {{ ref('can_inventory_unit_versions') }}
),

known_vins as (
    select distinct
        store_id_raw,
        vin
    from {{ ref('can_inventory_unit_versions') }}
    where vin is not null
)

select
    placed.store_id_raw,
    placed.store_id,
    placed.thread_id,
    placed.snapshot_at,
    placed.snapshot_on,
    placed.list_number,
    placed.row_id,
    placed.stock_number,
    placed.vin,
    placed.status,
    placed.acquired_on
from with_stock_number as placed
left join known_stock_numbers
    on placed.store_id_raw = known_stock_numbers.store_id_raw and placed.stock_number = known_stock_numbers.stock_number
left join known_vins
    on placed.stock_number is null and placed.store_id_raw = known_vins.store_id_raw and placed.vin = known_vins.vin
where
    -- "inventory_units rules for the stock numbers it knows; snapshots add the rest."
    known_stock_numbers.stock_number is null
    and known_vins.vin is null
