{#-
    How a unit in stock is presented, from the newest observation of each channel: the best that any channel shows counts.
    Deadlines run from stock-in; a unit that is still waiting is measured up to as_of, and is late when its time is over.
-#}
with
newest as (
    select
        observed.inventory_unit_key,
        max(observed.photo_count) as photo_count,
        max(case when observed.has_comments then 1 else 0 end) as has_comments,
        max(case when observed.has_price then 1 else 0 end) as has_price,
        max(case when observed.has_window_sticker then 1 else 0 end) as has_window_sticker,
        max(case when observed.has_spin then 1 else 0 end) as has_spin,
        sum(case when observed.status = 'live' then 1 else 0 end) as live_channels,
        {%- for channel in ['website', 'cars_com', 'autotrader', 'facebook_marketplace', 'google_vla'] %}
        max(case when observed.channel = '{{ channel }}' and observed.status = 'live' then 1 else 0 end) as is_live_on_{{ channel }},
        {%- endfor %}
        sum(case when observed.status = 'live' and coalesce(channels.is_contracted, true) then 1 else 0 end) as live_contracted_channels
    from {{ ref('int_listings__newest') }} as observed
    left join {{ ref('dim_listing_channels') }} as channels on observed.channel = channels.channel
    group by observed.inventory_unit_key
),

firsts as (
    select
        inventory_unit_key,
        min(case when photo_count > 0 then observed_at end) as first_photo_at,
        min(case when has_comments then observed_at end) as description_at
    from {{ ref('int_listings__observed') }}
    group by inventory_unit_key
),

priced as (
    select
        inventory_unit_key,
        min(valid_from_at) as first_price_at
    from {{ ref('dim_inventory_units') }}
    where asking_price > 0
    group by inventory_unit_key
),

recon as (
    select
        inventory_unit_key,
        sum(cast(hours_in_stage as decimal(18, 9))) as hours_in_recon
    from {{ ref('fct_recon_stage_visits') }}
    where not is_terminal
    group by inventory_unit_key
),

contracted as (
    select sum(case when is_contracted then 1 else 0 end) as channels from {{ ref('dim_listing_channels') }}
),

units as (
    select
        stock.store_id,
        stock.stock_number,
        stock.vin,
        stock.stock_date as as_of_date,
        stock.inventory_unit_key,
        stock.vehicle_class,
        stock.status,
        coalesce(newest.photo_count, 0) as photo_count,
        coalesce(newest.photo_count, 0) >= {{ param('photo_minimum', 'integer') }} as has_20_photos,
        coalesce(newest.has_comments, 0) = 1 as has_comments,
        coalesce(newest.has_price = 1, stock.asking_price > 0, false) as has_price,
        coalesce(newest.has_window_sticker, 0) = 1 as has_window_sticker,
        coalesce(newest.has_spin, 0) = 1 as has_spin,
        coalesce(newest.live_channels, 0) as live_channels,
        substr(
            {%- for channel in ['website', 'cars_com', 'autotrader', 'facebook_marketplace', 'google_vla'] %}
            case when coalesce(newest.is_live_on_{{ channel }}, 0) = 1 then '' else ', {{ channel }}' end{{ ' ||' if not loop.last }}
            {%- endfor %},
            3
        ) as missing_channels,
        priced.first_price_at,
        recon.hours_in_recon,
        coalesce(newest.live_contracted_channels, 0) as live_contracted_channels,
        contracted.channels as contracted_channels,
        arrivals.stock_in_at,
        firsts.first_photo_at,
        firsts.description_at,
        clocks.as_of_at
    from {{ ref('fct_inventory_daily') }} as stock
    inner join {{ ref('int_stores__clock') }} as clocks on stock.store_id = clocks.store_id and stock.stock_date = clocks.as_of_date
    inner join {{ ref('int_units__stock_in') }} as arrivals on stock.inventory_unit_key = arrivals.inventory_unit_key
    cross join contracted
    left join newest on stock.inventory_unit_key = newest.inventory_unit_key
    left join firsts on stock.inventory_unit_key = firsts.inventory_unit_key
    left join priced on stock.inventory_unit_key = priced.inventory_unit_key
    left join recon on stock.inventory_unit_key = recon.inventory_unit_key
),

timed as (
    select
        units.*,
        greatest({{ seconds_between('stock_in_at', 'first_photo_at') }} / 3600.0, 0) as hours_to_first_photo,
        greatest({{ seconds_between('stock_in_at', 'description_at') }} / 3600.0, 0) as hours_to_description,
        {{ seconds_between('stock_in_at', 'as_of_at') }} / 3600.0 as hours_in_stock,
        greatest({{ seconds_between('stock_in_at', 'coalesce(first_price_at, as_of_at)') }} / 3600.0, 0) as hours_unpriced
    from units
)

select
    store_id,
    stock_number,
    vin,
    as_of_date,
    inventory_unit_key,
    vehicle_class,
    status,
    cast(photo_count as integer) as photo_count,
    has_20_photos,
    has_comments,
    has_price,
    has_window_sticker,
    has_spin,
    (
        case when has_20_photos then 1 else 0 end + case when has_comments then 1 else 0 end + case when has_price then 1 else 0 end
        + case when has_window_sticker then 1 else 0 end + case when has_spin then 1 else 0 end
    ) / cast(5 as double) as completeness,
    has_20_photos and has_comments and has_price and has_window_sticker and has_spin as is_complete,
    cast(live_channels as integer) as live_channels,
    {{ ratio('live_contracted_channels', 'contracted_channels') }} as channel_exposure,
    case when first_photo_at is not null then cast(hours_to_first_photo as double) end as hours_to_first_photo,
    case when description_at is not null then cast(hours_to_description as double) end as hours_to_description,
    case when first_photo_at is not null then hours_to_first_photo else hours_in_stock end > {{ param('photo_sla_hours') }} as is_photo_breach,
    case when description_at is not null then hours_to_description else hours_in_stock end > {{ param('description_sla_hours') }} as is_description_breach,
    -- The daily list: late and still without. A unit leaves it when the photos or the text are there, and keeps its breach.
    first_photo_at is null and hours_in_stock > {{ param('photo_sla_hours') }} as is_photo_exception,
    description_at is null and hours_in_stock > {{ param('description_sla_hours') }} as is_description_exception,
    missing_channels,
    cast(hours_unpriced as double) as hours_unpriced,
    cast(coalesce(hours_in_recon, 0) as double) as hours_in_recon,
    cast(hours_in_stock as double) as hours_in_stock
from timed
