{#-
    What was said about a unit, in order, and which of its stock episodes it belongs to. A thread is what can be one car at
    one store: a stock number of the inventory system, or a VIN (without one, a stock number) of the stock lists.

    Input contract, "Episode of a unit": a new stock number, a new VIN under the same stock number, or a new acquired_on after a
    final status; back in stock after a final status under the same stock number and VIN without a new acquired_on is a
    correction: the same episode. A unit that vanishes from a feed and is back within 14 days under the same stock number or
    VIN goes on in its episode. The 14 days run from the first list without it; a vanished unit's status is `gone`, which is final.
-#}
with
observations as (
    select
        versions.store_id_raw,
        versions.store_id,
        'stock:' || versions.stock_number as thread_id,
        'version' as observation_kind,
        versions.updated_at as observed_at,
        {{ local_date('versions.updated_at', 'clocks.timezone') }} as observed_on,
        cast(null as bigint) as list_number,
        versions.row_id,
        versions.stock_number,
        versions.vin,
        versions.status,
        versions.acquired_on
    from {{ ref('can_inventory_unit_versions') }} as versions
    inner join {{ ref('int_stores__clock') }} as clocks on versions.store_id = clocks.store_id
    where versions.updated_at is not null

    union all

    select
        store_id_raw,
        store_id,
        thread_id,
        'list' as observation_kind,
        snapshot_at as observed_at,
        snapshot_on as observed_on,
        list_number,
        row_id,
        stock_number,
        vin,
        status,
        acquired_on
    from {{ ref('int_snapshots__placed') }}
),

runs as (
    select
        observations.*,
        count(vin) over (partition by store_id_raw, thread_id order by observed_at rows between unbounded preceding and current row) as vin_run,
        count(status) over (partition by store_id_raw, thread_id order by observed_at rows between unbounded preceding and current row) as status_run,
        count(acquired_on) over (partition by store_id_raw, thread_id order by observed_at rows between unbounded preceding and current row) as acquired_run
    from observations
),

known as (
    select
        runs.store_id_raw,
        runs.store_id,
        runs.thread_id,
        runs.observation_kind,
        runs.observed_at,
        runs.observed_on,
        runs.list_number,
        runs.row_id,
        runs.stock_number,
        runs.acquired_on,
        max(runs.vin) over (partition by runs.store_id_raw, runs.thread_id, runs.vin_run) as vin,
        -- A list is a list of the store's stock: a row that never said otherwise is in stock.
        coalesce(max(runs.status) over (partition by runs.store_id_raw, runs.thread_id, runs.status_run), 'in_stock') as status,
        max(runs.acquired_on) over (partition by runs.store_id_raw, runs.thread_id, runs.acquired_run) as known_acquired_on
    from runs
),

compared as (
    select
        known.*,
        lag(known.observed_on) over (partition by known.store_id_raw, known.thread_id order by known.observed_at) as previous_on,
        lag(known.list_number) over (partition by known.store_id_raw, known.thread_id order by known.observed_at) as previous_list_number,
        lag(known.stock_number) over (partition by known.store_id_raw, known.thread_id order by known.observed_at) as previous_stock_number,
        lag(known.vin) over (partition by known.store_id_raw, known.thread_id order by known.observed_at) as previous_vin,
        lag(known.status) over (partition by known.store_id_raw, known.thread_id order by known.observed_at) as previous_status,
        lag(known.known_acquired_on) over (partition by known.store_id_raw, known.thread_id order by known.observed_at) as previous_acquired_on
    from known
),

judged as (
    select
        compared.*,
        missed.snapshot_on as vanished_on,
        case
            when compared.previous_on is null then 1
            when compared.vin <> compared.previous_vin then 1
            when missed.snapshot_on is null and compared.stock_number <> compared.previous_stock_number then 1
            when {{ days_between('missed.snapshot_on', 'compared.observed_on') }} > {{ param('flicker_days', 'integer') }} then 1
            when
                (previous_statuses.is_final or missed.snapshot_on is not null)
                and not statuses.is_final
                and (
                    compared.acquired_on <> compared.previous_acquired_on
                    -- The first acquired_on ever given is a new one only if it does not precede what was seen before.
                    or (compared.previous_acquired_on is null and compared.acquired_on >= compared.previous_on)
                )
                then 1
            else 0
        end as is_episode_start
    from compared
    left join {{ ref('int_snapshots__guarded') }} as missed
        on
            compared.store_id_raw = missed.store_id_raw
            and missed.list_number = compared.previous_list_number + 1
            and compared.list_number > compared.previous_list_number + 1
    left join {{ ref('ref_inventory_statuses') }} as previous_statuses on compared.previous_status = previous_statuses.status
    left join {{ ref('ref_inventory_statuses') }} as statuses on compared.status = statuses.status
),

numbered as (
    select
        judged.*,
        sum(judged.is_episode_start) over (
            partition by judged.store_id_raw, judged.thread_id
            order by judged.observed_at
            rows between unbounded preceding and current row
        ) as episode_number
    from judged
)

select
    {{ unit_key('store_id_raw', 'thread_id', 'episode_number') }} as inventory_unit_key,
    store_id_raw,
    store_id,
    thread_id,
    cast(episode_number as bigint) as episode_number,
    observation_kind,
    observed_at,
    observed_on,
    list_number,
    row_id,
    stock_number,
    vin,
    status
from numbered
