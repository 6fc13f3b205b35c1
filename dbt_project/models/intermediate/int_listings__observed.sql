{#-
    What a channel showed of a unit. A listing names its unit by stock number, else by VIN; of several episodes it is the one that
    had last begun when it was seen, else the first.
-#}
with
named as (
    select
        listings.row_id,
        listings.observed_at,
        episodes.inventory_unit_key,
        episodes.first_observed_at
    from {{ ref('can_listings') }} as listings
    inner join {{ ref('int_units__episodes') }} as episodes
        on listings.store_id_raw = episodes.store_id_raw and listings.stock_number = episodes.stock_number

    union all

    select
        listings.row_id,
        listings.observed_at,
        episodes.inventory_unit_key,
        episodes.first_observed_at
    from {{ ref('can_listings') }} as listings
    inner join {{ ref('int_units__episodes') }} as episodes
        on listings.store_id_raw = episodes.store_id_raw and listings.vin = episodes.vin
    where listings.stock_number is null
),

ranked as (
    select
        named.row_id,
        named.inventory_unit_key,
        row_number() over (
            partition by named.row_id
            order by
                case when named.first_observed_at <= named.observed_at then 0 else 1 end,
                case when named.first_observed_at <= named.observed_at then named.first_observed_at end desc,
                named.first_observed_at,
                named.inventory_unit_key asc
        ) as rank_of_unit
    from named
),

placed as (
    select
        ranked.inventory_unit_key,
        listings.store_id,
        listings.channel,
        listings.observed_at,
        listings.status,
        listings.displayed_price,
        listings.url,
        listings.photo_count,
        coalesce(listings.has_comments, false) as has_comments,
        coalesce(listings.has_price, listings.displayed_price > 0, false) as has_price,
        coalesce(listings.has_window_sticker, false) as has_window_sticker,
        coalesce(listings.has_spin, false) as has_spin,
        listings.source_system,
        -- A channel may name one car by VIN and by stock number at the same moment: one of the two rows counts.
        row_number() over (
            partition by ranked.inventory_unit_key, listings.channel, listings.observed_at order by listings.arrival, listings.row_number
        ) as rank_of_moment
    from ranked
    inner join {{ ref('can_listings') }} as listings on ranked.row_id = listings.row_id
    where ranked.rank_of_unit = 1
)

select
    inventory_unit_key,
    store_id,
    channel,
    observed_at,
    lead(observed_at) over (partition by inventory_unit_key, channel order by observed_at) as next_observed_at,
    lag(status) over (partition by inventory_unit_key, channel order by observed_at) as previous_status,
    status,
    displayed_price,
    url,
    photo_count,
    has_comments,
    has_price,
    has_window_sticker,
    has_spin,
    source_system
from placed
where rank_of_moment = 1
