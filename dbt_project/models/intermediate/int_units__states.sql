{#-
    A unit's status through time: what its rows and lists told (int_units__told), and when an unwound deal gave it back.
    "An unwound deal gives its unit back to stock (in_stock) from unwound_on, unless an inventory row newer than that says
    otherwise." unwound_on is a day: a row of that same day that still calls the unit sold is not newer than the unwind, any other is.
-#}
with
unwinds as (
    select
        deals.inventory_unit_key,
        deals.unwound_effective_on as unwound_on,
        {{ start_of_local_day('deals.unwound_effective_on', 'deals.timezone') }} as unwound_at,
        row_number() over (partition by deals.inventory_unit_key, deals.unwound_effective_on order by deals.sale_key) as rank_of_day
    from {{ ref('int_sales__deals') }} as deals
    inner join {{ ref('int_units__episodes') }} as episodes on deals.inventory_unit_key = episodes.inventory_unit_key
    where
        deals.is_unwound
        and deals.match_rank < 3
        and episodes.first_seen_on <= deals.unwound_effective_on
        and (episodes.next_episode_on is null or deals.unwound_effective_on < episodes.next_episode_on)
),

before_unwinds as (
    select
        unwinds.inventory_unit_key,
        unwinds.unwound_on,
        unwinds.unwound_at,
        told.changed_at,
        told.changed_on,
        told.row_id,
        statuses.is_final,
        row_number() over (
            partition by unwinds.inventory_unit_key, unwinds.unwound_on
            order by told.changed_at desc, told.change_order desc
        ) as rank_from_last
    from unwinds
    inner join {{ ref('int_units__told') }} as told on unwinds.inventory_unit_key = told.inventory_unit_key and unwinds.unwound_on >= told.changed_on
    left join {{ ref('ref_inventory_statuses') }} as statuses on told.status = statuses.status
    where unwinds.rank_of_day = 1
),

given_back as (
    select
        inventory_unit_key,
        greatest(unwound_at, changed_at) as changed_at,
        unwound_on as changed_on,
        row_id
    from before_unwinds
    where rank_from_last = 1 and (changed_on < unwound_on or is_final)
),

-- A list of a later day that still lacks the unit says that it is gone after all.
lacking_lists as (
    select
        given_back.inventory_unit_key,
        given_back.row_id,
        min(lists.snapshot_at) as changed_at,
        min(lists.snapshot_on) as changed_on
    from given_back
    inner join {{ ref('int_units__told') }} as told
        on given_back.inventory_unit_key = told.inventory_unit_key and given_back.row_id = told.row_id and told.change_order = 1
    inner join {{ ref('int_snapshots__guarded') }} as lists
        on
            told.store_id_raw = lists.store_id_raw
            and given_back.changed_on < lists.snapshot_on
            and told.list_number < lists.list_number
            and (told.next_list_number is null or told.next_list_number > lists.list_number)
    group by given_back.inventory_unit_key, given_back.row_id, given_back.changed_on
),

-- Nor does the unit stay when its stock number begins a new episode: that row is newer than the unwind and names another stay.
replaced as (
    select
        given_back.inventory_unit_key,
        given_back.row_id,
        episodes.next_episode_at as changed_at,
        episodes.next_episode_on as changed_on
    from given_back
    inner join {{ ref('int_units__episodes') }} as episodes on given_back.inventory_unit_key = episodes.inventory_unit_key
    where
        episodes.observation_kind = 'version'
        and episodes.next_episode_at is not null
        and given_back.row_id = episodes.last_row_id
),

changes as (
    select
        inventory_unit_key,
        changed_at,
        changed_on,
        status,
        change_kind,
        row_id,
        change_order
    from {{ ref('int_units__told') }}
    union all
    select
        inventory_unit_key,
        changed_at,
        changed_on,
        'in_stock' as status,
        'unwind' as change_kind,
        row_id,
        3 as change_order
    from given_back
    union all
    select
        inventory_unit_key,
        changed_at,
        changed_on,
        'gone' as status,
        'absence' as change_kind,
        row_id,
        2 as change_order
    from lacking_lists
    union all
    select
        inventory_unit_key,
        changed_at,
        changed_on,
        'gone' as status,
        'absence' as change_kind,
        row_id,
        2 as change_order
    from replaced
)

select
    changes.inventory_unit_key,
    changes.changed_at,
    changes.changed_on,
    changes.status,
    changes.change_kind,
    changes.row_id,
    cast(row_number() over (
        partition by changes.inventory_unit_key order by changes.changed_at, changes.change_order, changes.row_id
    ) as bigint) as state_number,
    lead(changes.changed_at) over (
        partition by changes.inventory_unit_key order by changes.changed_at, changes.change_order, changes.row_id
    ) as until_at,
    lead(changes.changed_on) over (
        partition by changes.inventory_unit_key order by changes.changed_at, changes.change_order, changes.row_id
    ) as until_on
from changes
