with
opened as (
    select * from {{ ref('int_opportunities__opened') }}
),

-- The clocks once more, as the opportunity's own policy reads them: by the wall, or in staffed hours.
clocks as (
    select
        opened.opportunity_key,
        business.response_business_seconds,
        business.age_business_seconds,
        case
            when policies.sla_clock = 'business' and business.opportunity_key is not null then business.response_business_seconds
            else {{ seconds_between('opened.inquiry_at', 'reached.first_response_at') }}
        end as sla_response_seconds,
        case
            when policies.sla_clock = 'business' and business.opportunity_key is not null then business.age_business_seconds
            else {{ seconds_between('opened.inquiry_at', 'opened.as_of_at') }}
        end as sla_age_seconds
    from opened
    inner join {{ ref('int_opportunities__policies') }} as policies on opened.opportunity_key = policies.opportunity_key
    left join {{ ref('int_milestones__reached') }} as reached on opened.opportunity_key = reached.opportunity_key
    left join {{ ref('int_opportunities__business_clock') }} as business on opened.opportunity_key = business.opportunity_key
)

select
    opened.opportunity_key,
    {{ store_key('opened.store_id') }} as store_key,
    {{ shopper_key('opened.group_id', 'opened.shopper_id') }} as shopper_key,
    {{ lead_key('opened.first_lead_id') }} as first_lead_key,
    {{ agent_key('opened.owner_agent_id') }} as owner_agent_key,
    {{ lead_source_key('opened.lead_source') }} as lead_source_key,
    {{ campaign_key('campaigns.platform', 'case when campaigns.platform is not null then opened.campaign_id end') }} as campaign_key,
    {{ model_trim_key('opened.make', 'opened.model', 'opened.trim') }} as model_trim_key,
    {{ event_key('lead_type', ['opened.lead_type']) }} as lead_type_key,
    {{ event_key('offer', ['opened.offer_id']) }} as offer_key,
    {{ event_key('page', [without_contacts(url_path('opened.landing_page'))]) }} as landing_page_key,
    {{ agent_key('responders.agent_id') }} as first_response_agent_key,
    {{ event_key('sla_policy', ['policies.policy_store_id', 'policies.policy_key_type', 'policies.policy_key_value', 'policies.policy_valid_from']) }}
        as sla_policy_key,
    opened.store_id,
    opened.owner_agent_id,
    opened.lead_source,
    opened.channel_group,
    opened.campaign_id,
    opened.lead_origin,
    opened.lead_type,
    opened.make,
    opened.model,
    opened.trim,
    opened.vin,
    opened.inquiry_at,
    opened.inquiry_date,
    opened.daypart,
    opened.as_of_date,
    opened.as_of_at,
    opened.lead_records,
    opened.assignment_count,
    opened.first_assigned_at,
    reached.first_response_at,
    responders.agent_id as first_response_agent_id,
    responders.channel as first_response_channel,
    reached.first_conversation_at,
    case
        when opened.first_assigned_at >= opened.inquiry_at then {{ seconds_between('opened.inquiry_at', 'opened.first_assigned_at') }}
    end as assignment_seconds,
    {{ seconds_between('opened.inquiry_at', 'reached.first_response_at') }} as response_seconds,
    {{ seconds_between('opened.inquiry_at', 'reached.first_conversation_at') }} as conversation_seconds,
    {{ seconds_between('opened.inquiry_at', 'opened.as_of_at') }} as age_seconds,
    clocks.response_business_seconds,
    clocks.age_business_seconds,
    policies.sla_seconds,
    policies.sla_clock,
    clocks.sla_age_seconds,
    -- "sla_elapsed = responded, or older than the SLA; within_sla = responded within it"
    coalesce(clocks.sla_response_seconds <= policies.sla_seconds, false) as is_within_sla,
    reached.first_response_at is not null or clocks.sla_age_seconds > policies.sla_seconds as is_sla_elapsed,
    policies.notify_agent_seconds,
    policies.escalate_manager_seconds,
    policies.route_backup_seconds,
    case when reached.contacted_at < opened.inquiry_at then opened.inquiry_at else reached.contacted_at end as contacted_at,
    reached.appointment_set_at,
    reached.appointment_confirmed_at,
    reached.shown_at,
    reached.test_drive_at,
    reached.quoted_at,
    reached.finance_applied_at,
    sold.sold_on,
    reached.delivered_at,
    reached.contacted_at is not null as is_contacted,
    reached.contacted_at is not null
    and qualified.has_vehicle
    and qualified.has_timeline
    and (qualified.has_budget or {{ param('budget_required', 'integer') }} = 0) as is_qualified,
    coalesce(reached.shown_at < opened.inquiry_at, false)
    or coalesce(reached.test_drive_at < opened.inquiry_at, false)
    or coalesce(reached.quoted_at < opened.inquiry_at, false)
    or coalesce(sold.sold_on < opened.inquiry_date, false)
    or coalesce({{ local_date('reached.delivered_at', 'opened.timezone') }} < sold.sold_on, false) as has_dates_out_of_order,
    reached.appointment_set_at is not null as has_appointment,
    sold.opportunity_key is not null as is_sold,
    coalesce(stages.is_lost, false) as is_lost,
    not stages.is_closed_by_stage and sold.opportunity_key is null as is_open,
    waits.closed_at,
    effort.in_market_at,
    effort.in_market_at is not null and waits.closed_at is null as is_in_market,
    effort.contact_attempts,
    stages.first_lead_stage as crm_stage,
    stages.next_action_at,
    intent.intent,
    coalesce(sold.sales, 0) as sales,
    cast(coalesce(sold.front_gross, 0) as decimal(18, 4)) as front_gross,
    cast(coalesce(sold.back_gross, 0) as decimal(18, 4)) as back_gross,
    {{ days_between('opened.inquiry_date', 'opened.as_of_date') }} >= {{ param('funnel_maturity_days') }} as is_mature
from opened
inner join clocks on opened.opportunity_key = clocks.opportunity_key
inner join {{ ref('int_opportunities__policies') }} as policies on opened.opportunity_key = policies.opportunity_key
inner join {{ ref('int_opportunities__stages') }} as stages on opened.opportunity_key = stages.opportunity_key
inner join {{ ref('int_opportunities__intent') }} as intent on opened.opportunity_key = intent.opportunity_key
inner join {{ ref('int_opportunities__waits') }} as waits on opened.opportunity_key = waits.opportunity_key
inner join {{ ref('int_opportunities__effort') }} as effort on opened.opportunity_key = effort.opportunity_key
left join {{ ref('int_milestones__reached') }} as reached on opened.opportunity_key = reached.opportunity_key
inner join {{ ref('int_opportunities__qualified') }} as qualified on opened.opportunity_key = qualified.opportunity_key
left join {{ ref('int_opportunities__responders') }} as responders on opened.opportunity_key = responders.opportunity_key
left join {{ ref('int_opportunities__sold') }} as sold on opened.opportunity_key = sold.opportunity_key
left join {{ ref('int_ads__lead_campaigns') }} as campaigns
    on opened.campaign_id = campaigns.campaign_id and opened.lead_source = campaigns.lead_source
