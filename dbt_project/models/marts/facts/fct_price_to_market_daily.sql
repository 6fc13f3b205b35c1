{#-
    Fine print, "Price to market": with 1 or 2 comps market_avg_price and percentile_rank stay, price_to_market is null; vdp_views
    are that local day's; the peer median counts the unit itself and zero-view days; peers are the in-stock units of the same store
    and class, the store's all classes where fewer than 5; a day without a ratio ends a streak.
    1.02 exactly is not above 1.02: price × count is compared with 1.02 × sum, in decimals.
-#}
with
viewed as (
    select
        market.*,
        coalesce(engagement.vdp_views, 0) as vdp_views
    from {{ ref('int_comps__daily') }} as market
    left join {{ ref('fct_vehicle_engagement_daily') }} as engagement
        on market.inventory_unit_key = engagement.inventory_unit_key and market.stock_date = engagement.engagement_date
),

class_peers as (
    select
        store_id,
        vehicle_class,
        stock_date,
        count(*) as units,
        {{ median('vdp_views') }} as median_vdp
    from viewed
    group by store_id, vehicle_class, stock_date
),

store_peers as (
    select
        store_id,
        stock_date,
        {{ median('vdp_views') }} as median_vdp
    from viewed
    group by store_id, stock_date
),

compared as (
    select
        viewed.*,
        case when class_peers.units < {{ param('peer_minimum', 'integer') }} then store_peers.median_vdp else class_peers.median_vdp end as peer_median_vdp,
        viewed.comp_count < {{ param('comp_minimum', 'integer') }} as has_low_comps
    from viewed
    inner join class_peers
        on
            viewed.store_id = class_peers.store_id
            and viewed.vehicle_class = class_peers.vehicle_class
            and viewed.stock_date = class_peers.stock_date
    inner join store_peers on viewed.store_id = store_peers.store_id and viewed.stock_date = store_peers.stock_date
),

judged as (
    select
        compared.*,
        not has_low_comps and trusted_price is not null as has_ratio,
        coalesce(
            not has_low_comps
            and trusted_price * comp_count > comp_price_sum * {{ param('price_above_market', 'decimal(9, 4)') }}, false
        ) as is_above_102,
        coalesce(
            not has_low_comps
            and trusted_price * comp_count < comp_price_sum * {{ param('price_below_market', 'decimal(9, 4)') }}, false
        ) as is_below_market,
        vdp_views < peer_median_vdp as is_low_vdp
    from compared
),

drifting as (
    select
        inventory_unit_key,
        stock_date,
        {{ add_days('stock_date', '-row_number() over (partition by inventory_unit_key order by stock_date)') }} as streak_id
    from judged
    where is_above_102 and is_low_vdp
),

streaks as (
    select
        inventory_unit_key,
        stock_date,
        row_number() over (partition by inventory_unit_key, streak_id order by stock_date) as streak_days
    from drifting
)

select
    {{ event_key('unit_day', ['judged.inventory_unit_key', 'judged.stock_date']) }} as unit_day_key,
    judged.inventory_unit_key,
    {{ store_key('judged.store_id') }} as store_key,
    judged.store_id,
    judged.stock_date,
    {{ ratio('judged.comp_price_sum', 'judged.comp_count') }} as market_avg_price,
    cast(judged.comp_count as integer) as comp_count,
    case when judged.has_ratio then {{ ratio('judged.trusted_price * judged.comp_count', 'judged.comp_price_sum') }} end as price_to_market,
    case
        when judged.trusted_price is not null
            then {{ ratio('judged.cheaper_comps + judged.equal_comps / 2.0', 'judged.comp_count') }}
    end as percentile_rank,
    cast(judged.vdp_views as integer) as vdp_views,
    cast(judged.peer_median_vdp as double) as peer_median_vdp,
    judged.is_above_102,
    judged.is_low_vdp,
    cast(coalesce(streaks.streak_days, 0) as integer) as drift_streak_days,
    judged.has_low_comps,
    case
        when judged.has_low_comps then 'low_comps'
        when judged.is_above_102 then 'above_market'
        when judged.is_below_market then 'below_market'
        when judged.has_ratio then 'at_market'
    end as status
from judged
left join streaks
    on judged.inventory_unit_key = streaks.inventory_unit_key and judged.stock_date = streaks.stock_date
