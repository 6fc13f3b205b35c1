{#-
    Lists of what is in reconditioning (Rapid Recon) to visits. A list says where each unit is and for how many days; it never says when a
    unit left. A unit that the next list has in another stage, or no longer has, has left its stage.
    Sightings of a unit in one stage are one visit, as long as its days go on: also over lists without it, for a list may be cut short. It is
    another visit where the days say that it came in after it was last seen (a day's grace: they are whole days, counted by the vendor).
-#}
with
followed as (
    select
        sightings.*,
        lag(stage) over of_the_unit as last_stage,
        lag(listed_at) over of_the_unit as last_listed_at,
        lag(listed_on) over of_the_unit as last_listed_on,
        lag(days_in_stage) over of_the_unit as last_days_in_stage,
        lag(list_number) over of_the_unit as last_list_number
    from {{ ref('can_report_recon_sightings') }} as sightings
    window of_the_unit as (partition by source_system, store_id, stock_number order by listed_at)
),

begun as (
    select
        followed.*,
        case
            when last_stage is null or lower(last_stage) <> lower(stage) then 1
            when came_in_at is null and list_number > last_list_number + 1 then 1
            when came_in_at > last_listed_at and days_in_stage < last_days_in_stage then 1
            when {{ local_date('came_in_at', 'timezone') }} > {{ add_days('last_listed_on', 1) }} then 1
            else 0
        end as is_beginning
    from followed
),

numbered as (
    select
        begun.*,
        sum(is_beginning) over (
            partition by source_system, store_id, stock_number order by listed_at rows between unbounded preceding and current row
        ) as stay_number
    from begun
),

-- The first sighting says when the unit came in, but not before it was last seen elsewhere; the last one says all the rest.
stays as (
    select
        numbered.*,
        first_value(visit_id) over of_the_stay as first_visit_id,
        first_value(least(coalesce(greatest(came_in_at, coalesce(last_listed_at, came_in_at)), listed_at), listed_at)) over of_the_stay as began_at,
        first_value(list_number) over of_the_stay as first_list_number,
        row_number() over (partition by source_system, store_id, stock_number, stay_number order by listed_at desc) as rank_from_last
    from numbered
    window of_the_stay as (partition by source_system, store_id, stock_number, stay_number order by listed_at)
),

last_seen as (
    select
        stays.*,
        lead(began_at) over (partition by source_system, store_id, stock_number order by stay_number) as next_began_at,
        lead(first_list_number) over (partition by source_system, store_id, stock_number order by stay_number) as next_list_number,
        row_number() over (partition by first_visit_id order by stay_number) as repeat_number
    from stays
    where rank_from_last = 1
),

lists as (
    select distinct
        source_system,
        store_id,
        list_number,
        listed_at
    from {{ ref('can_report_recon_sightings') }}
),

ended as (
    select
        last_seen.*,
        case when last_seen.next_list_number = last_seen.list_number + 1 then last_seen.next_began_at else next_lists.listed_at end as ended_at,
        coalesce(next_lists.listed_at, last_seen.listed_at) as known_at
    from last_seen
    left join lists as next_lists
        on
            last_seen.source_system = next_lists.source_system
            and last_seen.store_id = next_lists.store_id
            and last_seen.list_number + 1 = next_lists.list_number
)

select
    first_visit_id || case when repeat_number > 1 then ':' || cast(repeat_number as varchar) else '' end as visit_id,
    store_id,
    stock_number,
    stage,
    cast(began_at as varchar) || 'Z' as entered_at,
    cast(ended_at as varchar) || 'Z' as exited_at,
    vendor,
    ro_number,
    work_order_url,
    cost,
    budget,
    blocker_reason,
    cast(known_at as varchar) || 'Z' as updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from ended
