-- marts_contract, rule 6: "inquiry_at of an opportunity = earliest of its leads' inquiry_at and crm_created_at. Its source,
-- campaign, model, origin and type are the first lead's; its owner is the latest lead assignment's agent, else the first lead's
-- owner_agent_id, else `unassigned`." Fine print: an assignment that was released without a successor still owns.
with
assigned as (
    select
        opportunities.opportunity_key,
        assignments.agent_id,
        min(assignments.assigned_at) over (partition by opportunities.opportunity_key) as first_assigned_at,
        count(*) over (partition by opportunities.opportunity_key) as assignment_count,
        row_number() over (
            partition by opportunities.opportunity_key
            order by assignments.assigned_at desc, assignments.assignment_id desc
        ) as rank_from_latest
    from {{ ref('can_lead_assignments') }} as assignments
    inner join {{ ref('int_opportunities__leads') }} as opportunities on assignments.lead_id = opportunities.lead_id
    cross join {{ ref('stg_run__clock') }} as clock
    where assignments.assigned_at <= clock.as_of_at
),

records as (
    select
        opportunity_key,
        count(*) as lead_records
    from {{ ref('int_opportunities__leads') }}
    group by opportunity_key
),

first_leads as (
    select
        opportunities.opportunity_key,
        opportunities.lead_id as first_lead_id,
        opportunities.store_id,
        opportunities.group_id,
        opportunities.shopper_id,
        opportunities.lead_at as inquiry_at,
        clock.timezone,
        clock.as_of_at,
        clock.as_of_date,
        {{ local_date('opportunities.lead_at', 'clock.timezone') }} as inquiry_date,
        {{ local_hour('opportunities.lead_at', 'clock.timezone') }} as inquiry_hour
    from {{ ref('int_opportunities__leads') }} as opportunities
    inner join {{ ref('int_stores__clock') }} as clock on opportunities.store_id = clock.store_id
    where opportunities.lead_sequence = 1
),

-- A part of the day may wrap around midnight (overnight is [21, 8)). Where a home's parts overlap, the first by name counts.
hours as (
    select
        opened.inquiry_hour,
        min(dayparts.daypart) as daypart
    from (select distinct inquiry_hour from first_leads) as opened
    inner join {{ ref('ref_dayparts') }} as dayparts
        on
            (dayparts.from_hour < dayparts.to_hour and opened.inquiry_hour >= dayparts.from_hour and opened.inquiry_hour < dayparts.to_hour)
            or (dayparts.from_hour >= dayparts.to_hour and (opened.inquiry_hour >= dayparts.from_hour or opened.inquiry_hour < dayparts.to_hour))
    group by opened.inquiry_hour
)

select
    first_leads.opportunity_key,
    first_leads.first_lead_id,
    first_leads.store_id,
    first_leads.group_id,
    first_leads.shopper_id,
    first_leads.timezone,
    first_leads.as_of_at,
    first_leads.as_of_date,
    first_leads.inquiry_at,
    first_leads.inquiry_date,
    first_leads.inquiry_hour,
    coalesce(hours.daypart, 'unknown') as daypart,
    leads.source_code as lead_source,
    leads.channel_group,
    coalesce(leads.campaign_id, 'none') as campaign_id,
    coalesce(leads.lead_origin, 'unknown') as lead_origin,
    coalesce(leads.lead_type, 'unknown') as lead_type,
    coalesce(leads.make, 'unknown') as make,
    coalesce(leads.model, 'unknown') as model,
    coalesce(leads.trim, 'unknown') as trim,
    leads.vin,
    leads.offer_id,
    leads.landing_page,
    leads.device,
    {{ masked_name('leads.first_name', 'leads.last_name') }} as masked_name,
    coalesce(assigned.agent_id, leads.owner_agent_id, 'unassigned') as owner_agent_id,
    assigned.first_assigned_at,
    coalesce(assigned.assignment_count, 0) as assignment_count,
    records.lead_records
from first_leads
inner join {{ ref('can_leads') }} as leads on first_leads.first_lead_id = leads.lead_id
inner join records on first_leads.opportunity_key = records.opportunity_key
left join assigned on first_leads.opportunity_key = assigned.opportunity_key and assigned.rank_from_latest = 1
left join hours on first_leads.inquiry_hour = hours.inquiry_hour
