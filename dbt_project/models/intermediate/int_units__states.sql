{#-
    A unit's status through time: what its rows said, when it vanished, and when an unwound deal gave it back.
    - A unit of stock lists that is absent from the store's next believed list vanished with that list. Its status is `gone`, unless
      a deal or its last status says how it left. A unit whose stock number now names another car is gone too.
    - "An unwound deal gives its unit back to stock (in_stock) from unwound_on, unless an inventory row newer than that says
      otherwise." unwound_on is a day: a row of that same day that still calls the unit sold is not newer than the unwind, any other is.
-#}
with
followed as (
    select
        observed.*,
        lead(observed.list_number) over (partition by observed.inventory_unit_key order by observed.observed_at) as next_list_number
    from {{ ref('int_units__observed') }} as observed
),

departures as (
    select
        sold.inventory_unit_key,
        case sold.sale_type
            when 'wholesale' then 'wholesaled'
            when 'dealer_trade' then 'traded_out'
            else case when sold.status = 'delivered' then 'delivered' else 'sold_not_delivered' end
        end as status,
        row_number() over (partition by sold.inventory_unit_key order by sold.sale_date desc, sold.sale_key asc) as rank_of_deal
    from {{ ref('int_sales__deals') }} as sold
    inner join {{ ref('int_units__episodes') }} as episodes on sold.inventory_unit_key = episodes.inventory_unit_key
    where
        sold.is_sold
        and sold.match_rank < 3
        and sold.sale_date >= episodes.first_seen_on
        and (episodes.next_episode_on is null or sold.sale_date < episodes.next_episode_on)
),

vanishings as (
    select
        followed.inventory_unit_key,
        missed.snapshot_at as changed_at,
        missed.snapshot_on as changed_on,
        followed.status as last_status,
        followed.row_id
    from followed
    inner join {{ ref('int_snapshots__guarded') }} as missed
        on followed.store_id_raw = missed.store_id_raw and missed.list_number = followed.list_number + 1
    where followed.next_list_number is null or followed.next_list_number > followed.list_number + 1

    union all

    select
        inventory_unit_key,
        next_episode_at as changed_at,
        next_episode_on as changed_on,
        last_status,
        last_row_id as row_id
    from {{ ref('int_units__episodes') }}
    where
        observation_kind = 'version'
        and next_episode_at is not null
        and last_status not in (
            select status from {{ ref('ref_inventory_statuses') }}
            where is_final
        )
),

told as (
    select
        inventory_unit_key,
        observed_at as changed_at,
        observed_on as changed_on,
        status,
        observation_kind as change_kind,
        row_id,
        1 as change_order
    from followed

    union all

    select
        vanishings.inventory_unit_key,
        vanishings.changed_at,
        vanishings.changed_on,
        case when statuses.is_final then vanishings.last_status else coalesce(departures.status, 'gone') end as status,
        'absence' as change_kind,
        vanishings.row_id,
        2 as change_order
    from vanishings
    left join {{ ref('ref_inventory_statuses') }} as statuses on vanishings.last_status = statuses.status
    left join departures on vanishings.inventory_unit_key = departures.inventory_unit_key and departures.rank_of_deal = 1
),

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
    inner join told on unwinds.inventory_unit_key = told.inventory_unit_key and unwinds.unwound_on >= told.changed_on
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
    inner join followed on given_back.inventory_unit_key = followed.inventory_unit_key and given_back.row_id = followed.row_id
    inner join {{ ref('int_snapshots__guarded') }} as lists
        on
            followed.store_id_raw = lists.store_id_raw
            and given_back.changed_on < lists.snapshot_on
            and followed.list_number < lists.list_number
            and (followed.next_list_number is null or followed.next_list_number > lists.list_number)
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
    from told
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
