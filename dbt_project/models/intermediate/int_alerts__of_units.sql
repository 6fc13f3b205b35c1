{#-
    What an alert rule about a car in stock watches. Age runs from the aging start, over each unbroken stay in stock under one class, and
    is counted in days: the rule's limit is a number of days after started_on. Photos are late from stock-in, up to the first photo or to
    the day after the last one in stock. A visit to sublet is late by the rule's hours, another by those of
    its stage (seed recon_stages).
-#}
with
spans as (
    select
        spans.*,
        lag(spans.to_on) over (partition by spans.inventory_unit_key order by spans.from_on, spans.to_on) as previous_on,
        lag(spans.vehicle_class) over (partition by spans.inventory_unit_key order by spans.from_on, spans.to_on) as previous_class
    from {{ ref('int_stock__spans') }} as spans
),

numbered as (
    select
        spans.*,
        sum(case when previous_on = {{ add_days('from_on', -1) }} and previous_class = vehicle_class then 0 else 1 end) over (
            partition by inventory_unit_key
            order by from_on, to_on
            rows between unbounded preceding and current row
        ) as stay
    from spans
),

ranked as (
    select
        numbered.*,
        row_number() over (partition by inventory_unit_key, stay order by from_on desc, to_on desc) as rank_from_last,
        min(from_on) over (partition by inventory_unit_key, stay) as stay_from_on,
        row_number() over (partition by inventory_unit_key order by from_on desc, to_on desc) as rank_of_unit
    from numbered
),

stays as (
    select
        ranked.inventory_unit_key,
        ranked.store_id,
        ranked.stock_number,
        ranked.vehicle_class,
        ranked.aging_start_on,
        ranked.stay_from_on,
        ranked.to_on,
        ranked.rank_of_unit = 1 as is_last_stay,
        clock.as_of_at,
        case when ranked.to_on < clock.as_of_date then {{ start_of_local_day(add_days('ranked.to_on', 1), 'clock.timezone') }} end as left_at
    from ranked
    inner join {{ ref('int_stores__clock') }} as clock on ranked.store_id = clock.store_id
    where ranked.rank_from_last = 1
),

photographed as (
    select
        inventory_unit_key,
        min(observed_at) as first_photo_at
    from {{ ref('int_listings__observed') }}
    where photo_count > 0
    group by inventory_unit_key
),

unphotographed as (
    select
        stays.*,
        arrivals.stock_in_at,
        case when photographed.first_photo_at <= stays.left_at or stays.left_at is null then photographed.first_photo_at else stays.left_at end as stopped_at,
        case
            when photographed.first_photo_at <= stays.left_at or (stays.left_at is null and photographed.first_photo_at is not null) then 'photographed'
            when stays.left_at is not null then 'left_stock'
        end as stopped_by
    from stays
    inner join {{ ref('int_units__stock_in') }} as arrivals on stays.inventory_unit_key = arrivals.inventory_unit_key
    left join photographed on stays.inventory_unit_key = photographed.inventory_unit_key
    where stays.is_last_stay
)

select
    'aged_unit' as rule_id,
    store_id,
    vehicle_class,
    inventory_unit_key,
    'unit' as entity_type,
    inventory_unit_key as entity_id,
    stock_number,
    cast(null as timestamp) as started_at,
    aging_start_on as started_on,
    stay_from_on as seen_from_on,
    cast(null as timestamp) as raised_at,
    left_at as stopped_at,
    case when left_at is not null then 'left_stock' end as stopped_by,
    cast(greatest({{ days_between('aging_start_on', 'to_on') }}, 0) as double) as measured_value,
    null as work_order_url
from stays

union all

select
    'photos_late' as rule_id,
    store_id,
    vehicle_class,
    inventory_unit_key,
    'unit' as entity_type,
    inventory_unit_key as entity_id,
    stock_number,
    stock_in_at as started_at,
    cast(null as date) as started_on,
    cast(null as date) as seen_from_on,
    cast(null as timestamp) as raised_at,
    stopped_at,
    stopped_by,
    cast({{ seconds_between('stock_in_at', 'coalesce(stopped_at, as_of_at)') }} / 3600.0 as double) as measured_value,
    null as work_order_url
from unphotographed

union all

select
    case when visits.stage = 'sublet' then 'recon_sublet_late' else 'recon_stage_late' end as rule_id,
    visits.store_id,
    stays.vehicle_class,
    visits.inventory_unit_key,
    'unit' as entity_type,
    visits.inventory_unit_key as entity_id,
    visits.stock_number,
    visits.entered_at as started_at,
    cast(null as date) as started_on,
    cast(null as date) as seen_from_on,
    case when visits.stage <> 'sublet' then {{ add_seconds('visits.entered_at', 'cast(visits.sla_hours * 3600 as bigint)') }} end as raised_at,
    visits.exited_at as stopped_at,
    case when visits.exited_at is not null then 'done' end as stopped_by,
    cast(visits.hours_in_stage as double) as measured_value,
    visits.work_order_url
from {{ ref('int_recon__visits') }} as visits
left join stays on visits.inventory_unit_key = stays.inventory_unit_key and stays.is_last_stay
where
    visits.inventory_unit_key is not null
    and (visits.stage = 'sublet' or (not visits.is_terminal and visits.hours_in_stage > visits.sla_hours))
