{#-
    A listing is gone when it was not seen for longer than a comp counts (comp_window_days) while others were: measured from the newest
    sighting of any listing, so that a feed that stops makes nothing go. The first day is what the market says, else the first sighting.
-#}
with
sightings as (
    select
        comps.*,
        greatest(cast(observed_at as date), coalesce(last_seen_on, cast(observed_at as date))) as seen_on,
        row_number() over (partition by comp_id order by observed_at desc) as rank_from_last,
        row_number() over (partition by comp_id order by observed_at) as rank_from_first
    from {{ ref('can_market_comps') }} as comps
),

newest as (
    select max(cast(observed_at as date)) as newest_on from sightings
),

listings as (
    select
        comp_id,
        min(least(coalesce(first_seen_on, cast(observed_at as date)), cast(observed_at as date))) as first_seen_on,
        max(seen_on) as last_seen_on,
        count(*) as sightings,
        max(case when rank_from_first = 1 then price end) as first_price
    from sightings
    group by comp_id
)

select
    {{ event_key('market_listing', ['listings.comp_id']) }} as market_listing_key,
    listings.comp_id,
    {{ market_class('last_sightings.vehicle_class') }} as vehicle_class,
    last_sightings.model_year,
    last_sightings.make,
    last_sightings.model,
    last_sightings.trim,
    last_sightings.mileage,
    last_sightings.dma,
    listings.first_price,
    last_sightings.price as last_price,
    cast(listings.sightings as bigint) as sightings,
    listings.first_seen_on,
    listings.last_seen_on,
    coalesce({{ add_days('listings.last_seen_on', param('comp_window_days', 'integer')) }} < newest.newest_on, false) as is_gone,
    cast({{ days_between('listings.first_seen_on', 'listings.last_seen_on') }} as bigint) as days_listed,
    last_sightings.source_system
from listings
inner join sightings as last_sightings on listings.comp_id = last_sightings.comp_id and last_sightings.rank_from_last = 1
cross join newest
