{#-
    What the routing rules look at (requirements RTE-02): store, department, lead type, origin, the class of the car that the lead names at
    its own store, the kind of page it came by, the part of the day, and whether the store was staffed.
-#}
with
with_hours as (
    select distinct store_id
    from {{ ref('can_store_hours') }}
),

pages as (
    select
        {{ url_path('page_url') }} as page_path,
        min(lower(page_type)) as page_type
    from (
        select distinct
            page_url,
            page_type
        from {{ ref('can_web_events') }}
        where page_type is not null and not coalesce(is_bot, false)
    ) as visited
    group by {{ url_path('page_url') }}
),

cars as (
    select
        store_id,
        vin,
        max(vehicle_class) as vehicle_class
    from {{ ref('int_stock__spans') }}
    where vin is not null
    group by store_id, vin
),

numbers as (
    select
        store_id,
        stock_number,
        max(vehicle_class) as vehicle_class
    from {{ ref('int_stock__spans') }}
    where stock_number is not null
    group by store_id, stock_number
),

leads as (
    select
        leads.lead_id,
        leads.store_id,
        leads.department,
        coalesce(leads.lead_type, 'unknown') as lead_type,
        coalesce(leads.lead_origin, 'unknown') as lead_origin,
        coalesce(cars.vehicle_class, numbers.vehicle_class, 'none') as stock_class,
        coalesce(pages.page_type, 'unknown') as page_type,
        {{ local_hour('leads.inquiry_at', 'clock.timezone') }} as inquiry_hour,
        case
            when with_hours.store_id is null or days.store_id is null then 'unknown'
            when leads.inquiry_at >= days.staffed_from and leads.inquiry_at < days.staffed_to then 'open'
            else 'closed'
        end as hours
    from {{ ref('can_leads') }} as leads
    inner join {{ ref('int_stores__clock') }} as clock on leads.store_id = clock.store_id
    left join with_hours on leads.store_id = with_hours.store_id
    left join {{ ref('int_stores__staffed_days') }} as days
        on leads.store_id = days.store_id and {{ local_date('leads.inquiry_at', 'clock.timezone') }} = days.calendar_date
    left join cars on leads.store_id = cars.store_id and leads.vin = cars.vin
    left join numbers on leads.store_id = numbers.store_id and leads.stock_number = numbers.stock_number
    left join pages on {{ url_path('leads.landing_page') }} = pages.page_path
    where not leads.is_test and not leads.is_spam
),

timed as (
    select
        leads.lead_id,
        min(dayparts.daypart) as daypart
    from leads
    inner join {{ ref('ref_dayparts') }} as dayparts
        on
            (dayparts.from_hour < dayparts.to_hour and leads.inquiry_hour >= dayparts.from_hour and leads.inquiry_hour < dayparts.to_hour)
            or (dayparts.from_hour >= dayparts.to_hour and (leads.inquiry_hour >= dayparts.from_hour or leads.inquiry_hour < dayparts.to_hour))
    group by leads.lead_id
)

select
    leads.lead_id,
    leads.store_id,
    leads.department,
    leads.lead_type,
    leads.lead_origin,
    leads.stock_class,
    leads.page_type,
    coalesce(timed.daypart, 'unknown') as daypart,
    leads.hours
from leads
left join timed on leads.lead_id = timed.lead_id
