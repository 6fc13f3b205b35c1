-- Whom a message may reach. Suppressed: generic messages while a booking lies ahead, pre-sale messages after a sale, and every message
-- without consent to any written channel (most restrictive over the systems). One segment per shopper: the furthest that applies.
with
people as (
    select
        customer_key,
        shopper_key,
        store_id,
        masked_name,
        effective_consent_sms,
        effective_consent_email
    from {{ ref('dim_customers') }}
    where is_current and is_described and shopper_key is not null
),

shoppers as (
    select
        opportunities.shopper_key,
        max(opportunities.inquiry_at) as last_inquiry_at,
        max(case when opportunities.sold_on is not null then 1 else 0 end) as is_sold,
        max(case when opportunities.is_open then 1 else 0 end) as is_open,
        max(case when opportunities.appointment_set_at is not null then 1 else 0 end) as has_appointment,
        max(case when opportunities.contacted_at is not null then 1 else 0 end) as is_contacted,
        max(case when bookings.opportunity_key is not null then 1 else 0 end) as has_booking_ahead,
        max(case when talks.last_two_way_at >= {{ add_seconds('opportunities.as_of_at', '-' ~ param('quiet_days') ~ ' * 86400') }} then 1 else 0 end)
            as is_in_talk,
        max(case when opportunities.lead_type = 'trade_in' then 1 else 0 end) as is_trade_in
    from {{ ref('fct_opportunities') }} as opportunities
    left join (
        select distinct appointments.opportunity_key
        from {{ ref('fct_appointments') }} as appointments
        inner join {{ ref('int_stores__clock') }} as clock on appointments.store_id = clock.store_id
        where appointments.is_last_leg and appointments.status in ('set', 'confirmed') and appointments.scheduled_at > clock.as_of_at
    ) as bookings on opportunities.opportunity_key = bookings.opportunity_key
    left join (
        select
            opportunity_key,
            max(occurred_at) as last_two_way_at
        from {{ ref('fct_lead_interactions') }}
        where is_two_way
        group by opportunity_key
    ) as talks on opportunities.opportunity_key = talks.opportunity_key
    group by opportunities.shopper_key
),

segmented as (
    select
        people.customer_key,
        people.store_id,
        people.masked_name,
        people.effective_consent_sms,
        people.effective_consent_email,
        shoppers.last_inquiry_at,
        shoppers.has_booking_ahead,
        case
            when shoppers.is_sold = 1 then 'sold'
            when shoppers.has_booking_ahead = 1 then 'appointment_booked'
            when shoppers.is_open = 1 and shoppers.is_contacted = 1 and shoppers.is_in_talk = 0 then 'quiet'
            when shoppers.is_open = 1 and shoppers.is_contacted = 1 and shoppers.has_appointment = 0 then 'contacted_not_appointed'
            when shoppers.is_open = 1 and shoppers.is_trade_in = 1 then 'trade_in'
            when shoppers.is_open = 1 then 'open'
            else 'closed'
        end as segment
    from people
    inner join shoppers on people.shopper_key = shoppers.shopper_key
)

select
    customer_key,
    store_id,
    masked_name,
    segment,
    last_inquiry_at,
    effective_consent_sms,
    effective_consent_email,
    segment not in ('appointment_booked', 'closed')
    and (effective_consent_sms = 'granted' or effective_consent_email = 'granted') as is_included,
    case
        when segment = 'appointment_booked' then 'booking ahead'
        when segment = 'closed' then 'closed'
        when effective_consent_sms <> 'granted' and effective_consent_email <> 'granted' then 'no consent'
        else 'none'
    end as suppression_reason,
    case segment
        when 'sold' then 'post_sale'
        when 'appointment_booked' then 'appointment_reminder'
        when 'quiet' then 're_engagement'
        when 'contacted_not_appointed' then 'inventory_followup'
        when 'trade_in' then 'trade_checklist'
        when 'open' then 'inventory_followup'
    end as next_message_type
from segmented
