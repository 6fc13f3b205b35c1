{#-
    Where two systems say different things of the same car now. The system of record is the first of the two (field map): the DMS for what
    the car is, costs and whether it is there; the website for what is shown. The other one is shown beside it.
-#}
{%- set gone = "('sold_not_delivered', 'delivered', 'wholesaled', 'traded_out')" -%}
with
units as (
    select
        units.store_id,
        units.stock_number,
        units.vin,
        units.trim,
        units.asking_price,
        units.mileage,
        units.status,
        units.updated_at,
        units.source_system || ' inventory_units' as record_system,
        statuses.is_in_stock
    from {{ ref('can_inventory_units') }} as units
    left join {{ ref('ref_inventory_statuses') }} as statuses on units.status = statuses.status
    where units.store_id <> 'unknown'
),

listed as (
    select
        snapshots.*,
        max(snapshots.snapshot_at) over (partition by snapshots.store_id) as last_list_at,
        row_number() over (
            partition by snapshots.store_id, snapshots.stock_number order by snapshots.snapshot_at desc, snapshots.arrival desc, snapshots.row_number desc
        ) as rank_from_last
    from {{ ref('can_inventory_snapshots') }} as snapshots
    where snapshots.stock_number is not null
),

shown as (
    select
        listings.*,
        row_number() over (
            partition by listings.store_id, coalesce(listings.stock_number, listings.vin), listings.channel
            order by listings.observed_at desc, listings.arrival desc, listings.row_number desc
        ) as rank_from_last
    from {{ ref('can_listings') }} as listings
),

units_and_lists as (
    select
        units.store_id,
        units.stock_number,
        units.vin,
        units.trim,
        units.mileage,
        units.asking_price,
        units.status,
        units.is_in_stock,
        units.record_system,
        listed.source_system || ' inventory_snapshots' as other_system,
        listed.vin as other_vin,
        listed.trim as other_trim,
        listed.mileage as other_mileage,
        listed.asking_price as other_price,
        listed.snapshot_at as observed_at,
        listed.snapshot_at = listed.last_list_at and listed.snapshot_at > units.updated_at as is_listed_since
    from units
    inner join listed on units.store_id = listed.store_id and units.stock_number = listed.stock_number and listed.rank_from_last = 1
),

units_and_listings as (
    select
        units.store_id,
        units.stock_number,
        units.vin,
        units.asking_price,
        units.status,
        units.is_in_stock,
        units.record_system,
        'listing on ' || shown.channel as other_system,
        shown.displayed_price,
        shown.observed_at,
        shown.photo_count,
        shown.channel = 'website' as is_website
    from units
    inner join shown
        on
            units.store_id = shown.store_id
            and (units.stock_number = shown.stock_number or (shown.stock_number is null and units.vin = shown.vin))
            and shown.rank_from_last = 1
    where shown.status = 'live'
),

compared as (
    {#- field, rows, condition, what the record says, what the other says, both as numbers where they are -#}
    {%- for field, source, condition, record, other, is_number in [
        ('price', 'units_and_lists', 'is_in_stock and asking_price <> other_price', 'asking_price', 'other_price', true),
        ('price', 'units_and_listings', 'is_in_stock and asking_price <> displayed_price', 'asking_price', 'displayed_price', true),
        ('mileage', 'units_and_lists', 'is_in_stock and mileage <> other_mileage', 'mileage', 'other_mileage', true),
        ('trim', 'units_and_lists', 'is_in_stock and lower(trim) <> lower(other_trim)', 'trim', 'other_trim', false),
        ('vin', 'units_and_lists', 'is_in_stock and vin <> other_vin', 'vin', 'other_vin', false),
        ('availability', 'units_and_lists', 'status in ' ~ gone ~ ' and is_listed_since', 'status', "'listed'", false),
        ('availability', 'units_and_listings', 'status in ' ~ gone, 'status', "'live'", false),
    ] %}
    {{ 'union all' if not loop.first }}
    select
        store_id,
        stock_number,
        vin,
        '{{ field }}' as field,
        record_system,
        cast({{ 'cast(' ~ record ~ ' as decimal(18, 2))' if field == 'price' else record }} as varchar) as record_value,
        other_system,
        cast({{ 'cast(' ~ other ~ ' as decimal(18, 2))' if field == 'price' else other }} as varchar) as other_value,
        {{ 'cast(' ~ other ~ ' - ' ~ record ~ ' as double)' if is_number else 'cast(null as double)' }} as delta,
        observed_at
    from {{ source }}
    where {{ condition }}
    {%- endfor %}

    union all

    select
        website.store_id,
        website.stock_number,
        website.vin,
        'photos' as field,
        website.other_system as record_system,
        cast(website.photo_count as varchar) as record_value,
        others.other_system,
        cast(others.photo_count as varchar) as other_value,
        cast(others.photo_count - website.photo_count as double) as delta,
        others.observed_at
    from units_and_listings as website
    inner join units_and_listings as others on website.store_id = others.store_id and website.stock_number = others.stock_number
    where website.is_website and not others.is_website and website.is_in_stock and website.photo_count <> others.photo_count
)

select
    store_id,
    'inventory_unit' as entity,
    stock_number as entity_id,
    vin,
    field,
    record_system,
    record_value,
    other_system,
    other_value,
    delta,
    observed_at
from compared
