{#-
    What a unit's rows said of its status, and when it vanished. A unit of stock lists that is absent from the store's next believed list
    vanished with that list. Its status is `gone`, unless a deal or its last status says how it left. A unit whose stock number now names
    another car is gone too.
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
)

select
    inventory_unit_key,
    observed_at as changed_at,
    observed_on as changed_on,
    status,
    observation_kind as change_kind,
    row_id,
    1 as change_order,
    store_id_raw,
    list_number,
    next_list_number
from followed

union all

select
    vanishings.inventory_unit_key,
    vanishings.changed_at,
    vanishings.changed_on,
    case when statuses.is_final then vanishings.last_status else coalesce(departures.status, 'gone') end as status,
    'absence' as change_kind,
    vanishings.row_id,
    2 as change_order,
    null as store_id_raw,
    null as list_number,
    null as next_list_number
from vanishings
left join {{ ref('ref_inventory_statuses') }} as statuses on vanishings.last_status = statuses.status
left join departures on vanishings.inventory_unit_key = departures.inventory_unit_key and departures.rank_of_deal = 1
