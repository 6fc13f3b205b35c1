-- noqa: disable=LT02
-- Bookings from now until two days ahead (parameter), with what the salesperson should know of the vehicle and the shopper.
select
    appointments.appointment_key,
    appointments.store_id,
    appointments.agent_id,
    appointments.opportunity_key,
    opened.masked_name,
    appointments.scheduled_at,
    appointments.scheduled_date,
    appointments.scheduled_hour,
    appointments.confirmed_at is not null as is_confirmed,
    appointments.vin,
    appointments.stock_number,
    units.make,
    units.model,
    units.trim,
    units.model_year,
    units.asking_price,
    units.price_to_market,
    units.days_in_stock,
    units.stock_number is not null as is_in_stock,
    opportunities.intent,
    opportunities.quoted_at is not null as has_quote,
    opportunities.finance_applied_at is not null as has_credit_application
from {{ ref('fct_appointments') }} as appointments
inner join {{ ref('int_stores__clock') }} as clock on appointments.store_id = clock.store_id
left join {{ ref('fct_opportunities') }} as opportunities on appointments.opportunity_key = opportunities.opportunity_key
left join {{ ref('int_opportunities__opened') }} as opened on appointments.opportunity_key = opened.opportunity_key
left join {{ ref('mart_price_to_market') }} as units
    on appointments.store_id = units.store_id
    and appointments.stock_number = units.stock_number
    and clock.as_of_date = units.as_of_date
where
    appointments.is_last_leg
    and appointments.is_counted
    and appointments.status in ('set', 'confirmed')
    and appointments.scheduled_at > clock.as_of_at
    and appointments.scheduled_date <= {{ add_days('clock.as_of_date', param('prep_days', 'integer')) }}
