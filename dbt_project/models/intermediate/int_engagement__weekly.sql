{#- What came of a unit each week besides views: inquiries (opportunities with a lead that names it), bookings, shows and its sale. -#}
with
units as (
    select
        episodes.inventory_unit_key,
        episodes.store_id,
        episodes.vin,
        episodes.stock_number,
        episodes.first_seen_on,
        coalesce(episodes.next_episode_on, date '9999-12-31') as next_episode_on
    from {{ ref('int_units__episodes') }} as episodes
),

leads as (
    select
        members.opportunity_key,
        members.store_id,
        leads.vin,
        leads.stock_number,
        {{ local_date('members.lead_at', 'clocks.timezone') }} as inquiry_date
    from {{ ref('int_opportunities__leads') }} as members
    inner join {{ ref('can_leads') }} as leads on members.lead_id = leads.lead_id
    inner join {{ ref('int_stores__clock') }} as clocks on members.store_id = clocks.store_id
),

inquiries as (
    select distinct
        units.inventory_unit_key,
        {{ week_of('leads.inquiry_date') }} as week_start_date,
        leads.opportunity_key
    from leads
    inner join units
        on
            leads.store_id = units.store_id
            and (leads.vin = units.vin or (leads.vin is null and leads.stock_number = units.stock_number))
            and leads.inquiry_date >= units.first_seen_on
            and leads.inquiry_date < units.next_episode_on
),

bookings as (
    select
        units.inventory_unit_key,
        {{ week_of(local_date('appointments.scheduled_at', 'clocks.timezone')) }} as week_start_date,
        case when appointments.status = 'shown' or appointments.shown_at is not null then 1 else 0 end as is_shown
    from {{ ref('can_appointments') }} as appointments
    inner join {{ ref('int_stores__clock') }} as clocks on appointments.store_id = clocks.store_id
    inner join units
        on
            appointments.store_id = units.store_id
            and (appointments.vin = units.vin or (appointments.vin is null and appointments.stock_number = units.stock_number))
            and {{ local_date('appointments.set_at', 'clocks.timezone') }} >= units.first_seen_on
            and {{ local_date('appointments.set_at', 'clocks.timezone') }} < units.next_episode_on
),

views as (
    select
        inventory_unit_key,
        {{ week_of('event_date') }} as week_start_date,
        sum(case when event_name = 'srp_view' then 1 else 0 end) as srp_views,
        sum(case when event_name = 'vdp_view' then 1 else 0 end) as vdp_views
    from {{ ref('int_engagement__events') }}
    group by inventory_unit_key, {{ week_of('event_date') }}
),

sales as (
    select
        inventory_unit_key,
        {{ week_of('sale_date') }} as week_start_date,
        count(*) as sold
    from {{ ref('int_sales__retail') }}
    where inventory_unit_key is not null
    group by inventory_unit_key, {{ week_of('sale_date') }}
),

happened as (
    select
        inventory_unit_key,
        week_start_date,
        srp_views,
        vdp_views,
        0 as inquiries,
        0 as appointments,
        0 as shows,
        0 as sold
    from views
    union all
    select
        inventory_unit_key,
        week_start_date,
        0 as srp_views,
        0 as vdp_views,
        1 as inquiries,
        0 as appointments,
        0 as shows,
        0 as sold
    from inquiries
    union all
    select
        inventory_unit_key,
        week_start_date,
        0 as srp_views,
        0 as vdp_views,
        0 as inquiries,
        1 as appointments,
        is_shown as shows,
        0 as sold
    from bookings
    union all
    select
        inventory_unit_key,
        week_start_date,
        0 as srp_views,
        0 as vdp_views,
        0 as inquiries,
        0 as appointments,
        0 as shows,
        sold
    from sales
)

select
    inventory_unit_key,
    week_start_date,
    sum(srp_views) as srp_views,
    sum(vdp_views) as vdp_views,
    sum(inquiries) as inquiries,
    sum(appointments) as appointments,
    sum(shows) as shows,
    sum(sold) as sold
from happened
group by inventory_unit_key, week_start_date
