{#-
    What a channel shows now of a unit in stock: the newest observation of its stock number or, where the listing has none, of its
    VIN. It may be older than the unit's stay (a car is listed before it arrives), so it does not ask for the episode.
-#}
with
units as (
    select
        spans.inventory_unit_key,
        spans.store_id_raw,
        spans.stock_number,
        spans.vin
    from {{ ref('int_stock__spans') }} as spans
    inner join {{ ref('int_stores__clock') }} as clocks on spans.store_id = clocks.store_id and spans.to_on = clocks.as_of_date
),

named as (
    select
        units.inventory_unit_key,
        listings.row_id
    from units
    inner join {{ ref('can_listings') }} as listings
        on units.store_id_raw = listings.store_id_raw and units.stock_number = listings.stock_number

    union all

    select
        units.inventory_unit_key,
        listings.row_id
    from units
    inner join {{ ref('can_listings') }} as listings
        on units.store_id_raw = listings.store_id_raw and units.vin = listings.vin and listings.stock_number is null
),

ranked as (
    select
        named.inventory_unit_key,
        listings.channel,
        listings.observed_at,
        listings.status,
        listings.photo_count,
        coalesce(listings.has_comments, false) as has_comments,
        coalesce(listings.has_price, listings.displayed_price > 0, false) as has_price,
        coalesce(listings.has_window_sticker, false) as has_window_sticker,
        coalesce(listings.has_spin, false) as has_spin,
        row_number() over (
            partition by named.inventory_unit_key, listings.channel
            order by listings.observed_at desc, listings.arrival desc, listings.row_number desc
        ) as rank_from_newest
    from named
    inner join {{ ref('can_listings') }} as listings on named.row_id = listings.row_id
)

select
    inventory_unit_key,
    channel,
    observed_at,
    status,
    photo_count,
    has_comments,
    has_price,
    has_window_sticker,
    has_spin
from ranked
where rank_from_newest = 1
