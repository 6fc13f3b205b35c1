-- requirements LED-28: each lost or unanswered opportunity has at least one cause, `other` where no rule finds one. An opportunity is
-- lost when its records are closed as lost; it leaks without a word when it is open, unanswered and past its policy.
with
leaking as (
    select *
    from {{ ref('fct_opportunities') }}
    where sold_on is null and (is_lost or (is_open and response_seconds is null and is_sla_elapsed))
),

closings as (
    select
        opportunity_key,
        max(case when to_stage = 'lost' then changed_at end) as lost_at
    from {{ ref('fct_lead_stage_changes') }}
    group by opportunity_key
),

transfers as (
    select
        opportunity_key,
        count(case when is_transfer then 1 end) as transfers,
        max(case when is_overlapping then 1 else 0 end) as has_overlap
    from {{ ref('fct_lead_assignments') }}
    group by opportunity_key
),

records as (
    select
        opportunity_key,
        max(case when disposition = 'needs_pricing' then 1 else 0 end) as is_pricing,
        max(case when disposition = 'bad_contact_info' then 1 else 0 end) as is_bad_contact,
        max(case when disposition = 'bought_elsewhere' then 1 else 0 end) as is_bought_elsewhere,
        min(case when vin is null and stock_number is null and model is null then 1 else 0 end) as is_without_vehicle,
        max(updated_at) as updated_at
    from {{ ref('fct_leads') }}
    group by opportunity_key
),

no_shows as (
    select
        opportunity_key,
        max(case when status = 'no_show' and is_last_leg then 1 else 0 end) as is_no_show
    from {{ ref('fct_appointments') }}
    group by opportunity_key
),

classified as (
    select
        leaking.opportunity_key,
        leaking.store_id,
        leaking.owner_agent_id as agent_id,
        leaking.lead_source,
        leaking.channel_group,
        leaking.campaign_id,
        leaking.lead_type,
        leaking.inquiry_at,
        leaking.inquiry_date,
        leaking.is_lost,
        case when leaking.is_lost then coalesce(closings.lost_at, records.updated_at) end as lost_at,
        case
            when leaking.finance_applied_at is not null then 'finance_applied'
            when leaking.quoted_at is not null then 'quoted'
            when leaking.test_drive_at is not null then 'test_drive'
            when leaking.shown_at is not null then 'shown'
            when leaking.appointment_confirmed_at is not null then 'appointment_confirmed'
            when leaking.appointment_set_at is not null then 'appointment_set'
            when leaking.contacted_at is not null then 'contacted'
            else 'new'
        end as stage_at_loss,
        leaking.response_seconds is null as is_never_answered,
        leaking.response_seconds is not null and not leaking.is_within_sla as is_slow_response,
        leaking.owner_agent_id = 'unassigned' as is_unassigned,
        coalesce(transfers.transfers, 0) >= {{ param('many_transfers') }} or coalesce(transfers.has_overlap, 0) = 1 as is_handoff,
        coalesce(records.is_without_vehicle, 0) = 1 as is_incomplete,
        coalesce(no_shows.is_no_show, 0) = 1 as is_no_show,
        coalesce(records.is_pricing, 0) = 1 as is_pricing,
        coalesce(records.is_bad_contact, 0) = 1 as is_bad_contact,
        coalesce(records.is_bought_elsewhere, 0) = 1 as is_bought_elsewhere
    from leaking
    left join closings on leaking.opportunity_key = closings.opportunity_key
    left join transfers on leaking.opportunity_key = transfers.opportunity_key
    left join records on leaking.opportunity_key = records.opportunity_key
    left join no_shows on leaking.opportunity_key = no_shows.opportunity_key
)

select
    opportunity_key,
    store_id,
    agent_id,
    lead_source,
    channel_group,
    campaign_id,
    lead_type,
    inquiry_at,
    inquiry_date,
    is_lost,
    lost_at,
    stage_at_loss,
    is_never_answered,
    is_slow_response,
    is_unassigned,
    is_handoff,
    is_incomplete,
    is_no_show,
    is_pricing,
    is_bad_contact,
    is_bought_elsewhere,
    not(
        is_never_answered or is_slow_response or is_unassigned or is_handoff or is_incomplete or is_no_show or is_pricing
        or is_bad_contact or is_bought_elsewhere
    ) as is_other,
    case
        when is_never_answered then 'never_answered'
        when is_slow_response then 'slow_response'
        when is_unassigned then 'unassigned'
        when is_handoff then 'handoff'
        when is_no_show then 'no_show'
        when is_pricing then 'pricing'
        when is_bad_contact then 'bad_contact'
        when is_bought_elsewhere then 'bought_elsewhere'
        when is_incomplete then 'incomplete'
        else 'other'
    end as main_cause
from classified
