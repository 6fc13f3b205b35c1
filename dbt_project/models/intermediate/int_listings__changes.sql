{#-
    What the DMS changed that a channel had to show: a unit that was sold, and a price. A change concerns the channels on which the unit
    was live at that moment. It is visible with the first observation after it in which the unit is no longer live, or shows the
    new price; a price that is replaced before it was ever shown stays without visible_at and is no longer stale.
-#}
with
sold as (
    select
        inventory_unit_key,
        'sold' as change_type,
        min(changed_at) as changed_at,
        cast(null as decimal(18, 4)) as new_price,
        cast(null as timestamp) as replaced_at
    from {{ ref('int_units__states') }}
    where status in ('sold_not_delivered', 'delivered')
    group by inventory_unit_key
),

prices as (
    select
        states.inventory_unit_key,
        states.changed_at,
        details.asking_price as new_price,
        lag(details.asking_price) over (partition by states.inventory_unit_key order by states.state_number) as previous_price
    from {{ ref('int_units__states') }} as states
    inner join {{ ref('int_units__details') }} as details on states.row_id = details.row_id
    where states.change_kind in ('version', 'list') and details.asking_price > 0 and not details.is_price_suspect
),

changed_prices as (
    select
        inventory_unit_key,
        'price' as change_type,
        changed_at,
        new_price,
        lead(changed_at) over (partition by inventory_unit_key order by changed_at) as replaced_at
    from prices
    where new_price <> previous_price
),

changes as (
    select
        inventory_unit_key,
        change_type,
        changed_at,
        new_price,
        replaced_at
    from sold
    union all
    select
        inventory_unit_key,
        change_type,
        changed_at,
        new_price,
        replaced_at
    from changed_prices
),

concerned as (
    select
        changes.*,
        shown.channel,
        shown.store_id
    from changes
    inner join {{ ref('int_listings__observed') }} as shown
        on
            changes.inventory_unit_key = shown.inventory_unit_key
            and changes.changed_at >= shown.observed_at
            and (shown.next_observed_at is null or changes.changed_at < shown.next_observed_at)
            and shown.status = 'live'
    where changes.new_price is null or shown.displayed_price is null or shown.displayed_price <> changes.new_price
)

select
    concerned.inventory_unit_key,
    concerned.store_id,
    concerned.channel,
    concerned.change_type,
    concerned.changed_at,
    concerned.new_price,
    concerned.replaced_at,
    min(
        case
            when
                concerned.changed_at < shown.observed_at
                and (concerned.replaced_at is null or concerned.replaced_at > shown.observed_at)
                and (shown.status <> 'live' or concerned.new_price = shown.displayed_price)
                then shown.observed_at
        end
    ) as visible_at
-- What makes an observation the right one is asked in the aggregate: an "or" in the join itself compared everything with everything
-- (193 s of a build of five stores and two years).
from concerned
left join {{ ref('int_listings__observed') }} as shown
    on concerned.inventory_unit_key = shown.inventory_unit_key and concerned.channel = shown.channel
group by
    concerned.inventory_unit_key, concerned.store_id, concerned.channel, concerned.change_type, concerned.changed_at,
    concerned.new_price, concerned.replaced_at
