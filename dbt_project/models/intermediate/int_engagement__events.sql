{#-
    Web events of people (bots left out) that name a car, with the unit they looked at: the store's episode of that VIN that had
    last begun by the event's local date. An event that names no store belongs to the store that had the car in stock that day,
    else to the one that had it last.
-#}
with
people as (
    select
        event_id,
        occurred_at,
        case when store_id <> 'unknown' then store_id end as store_id,
        vin,
        event_name,
        device,
        lead_id,
        session_id,
        source_system
    from {{ ref('can_web_events') }}
    where vin is not null and not is_bot
),

candidates as (
    select
        people.event_id,
        episodes.inventory_unit_key,
        episodes.store_id,
        episodes.first_seen_on,
        {{ local_date('people.occurred_at', 'clocks.timezone') }} as event_date,
        people.occurred_at,
        people.event_name
    from people
    inner join {{ ref('int_units__episodes') }} as episodes
        on people.vin = episodes.vin and coalesce(people.store_id, episodes.store_id) = episodes.store_id
    inner join {{ ref('int_stores__clock') }} as clocks on episodes.store_id = clocks.store_id
),

placed as (
    select
        candidates.*,
        spans.inventory_unit_key is not null as was_in_stock
    from candidates
    left join {{ ref('int_stock__spans') }} as spans
        on
            candidates.inventory_unit_key = spans.inventory_unit_key
            and candidates.event_date between spans.from_on and spans.to_on
),

ranked as (
    select
        placed.*,
        row_number() over (
            partition by event_id
            order by
                case when was_in_stock then 0 else 1 end,
                case when first_seen_on <= event_date then 0 else 1 end,
                case when first_seen_on <= event_date then first_seen_on end desc,
                first_seen_on,
                inventory_unit_key asc
        ) as rank_of_unit
    from placed
)

select
    event_id,
    inventory_unit_key,
    store_id,
    event_date,
    occurred_at,
    event_name
from ranked
where rank_of_unit = 1
