{#-
    Input contract, "Drop guard": a list that loses more than 40 % of the rows of the store's last believed one is held back
    (stores under 20 rows exempt); if the store's next list is within 40 % of the held one's size, the drop is believed from
    the held one on; if it fits the last believed one, or neither, the held one is never believed.
    Each list is judged against the last *believed* one, so the walk is one list after the other. The first list that can be
    held back is one that is far smaller than the list just before it: stores without such a drop need no walk.
-#}
with recursive
lists as (
    select
        snapshots.store_id_raw,
        snapshots.store_id,
        snapshots.snapshot_at,
        count(*) as row_count,
        min(snapshots.batch_id) as batch_id,
        row_number() over (partition by snapshots.store_id_raw order by snapshots.snapshot_at) as sequence_number
    from {{ ref('can_inventory_snapshots') }} as snapshots
    group by snapshots.store_id_raw, snapshots.store_id, snapshots.snapshot_at
),

guard as (
    select
        {{ param('drop_guard_share', 'decimal(9, 4)') }} as share,
        {{ param('drop_guard_min_rows', 'bigint') }} as min_rows
),

suspicious_stores as (
    select distinct lists.store_id_raw
    from lists
    inner join lists as before
        on lists.store_id_raw = before.store_id_raw and lists.sequence_number = before.sequence_number + 1
    cross join guard
    where before.row_count >= guard.min_rows and before.row_count - lists.row_count > guard.share * before.row_count
),

walk as (
    select
        lists.store_id_raw,
        lists.sequence_number,
        lists.row_count,
        lists.row_count as believed_count,
        false as is_held,
        false as confirms_previous
    from lists
    inner join suspicious_stores on lists.store_id_raw = suspicious_stores.store_id_raw
    where lists.sequence_number = 1

    union all

    select
        judged.store_id_raw,
        judged.sequence_number,
        judged.row_count,
        case when judged.is_drop and not judged.confirms_previous then judged.believed_count else judged.row_count end as believed_count,
        judged.is_drop and not judged.confirms_previous as is_held,
        judged.confirms_previous
    from (
        select
            lists.store_id_raw,
            lists.sequence_number,
            lists.row_count,
            walk.believed_count,
            walk.believed_count >= guard.min_rows
            and walk.believed_count - lists.row_count > guard.share * walk.believed_count as is_drop,
            walk.is_held and abs(lists.row_count - walk.row_count) <= guard.share * walk.row_count as confirms_previous
        from walk
        inner join lists
            on walk.store_id_raw = lists.store_id_raw and lists.sequence_number = walk.sequence_number + 1
        cross join guard
    ) as judged
),

believed as (
    select
        lists.store_id_raw,
        lists.store_id,
        lists.snapshot_at,
        lists.row_count,
        lists.batch_id,
        coalesce(not walk.is_held or coalesce(following.confirms_previous, false), true) as is_believed
    from lists
    left join walk on lists.store_id_raw = walk.store_id_raw and lists.sequence_number = walk.sequence_number
    left join walk as following
        on lists.store_id_raw = following.store_id_raw and following.sequence_number = lists.sequence_number + 1
)

select
    believed.store_id_raw,
    believed.store_id,
    believed.snapshot_at,
    {{ local_date('believed.snapshot_at', 'clocks.timezone') }} as snapshot_on,
    believed.row_count,
    believed.batch_id,
    believed.is_believed,
    not believed.is_believed as is_held_back,
    case
        when believed.is_believed
            then row_number() over (partition by believed.store_id_raw, believed.is_believed order by believed.snapshot_at)
    end as list_number
from believed
inner join {{ ref('int_stores__clock') }} as clocks on believed.store_id = clocks.store_id
