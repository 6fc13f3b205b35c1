{#-
    requirements, LED-33: "appointment request gives high; trade-in or repeat visit medium or above; none, or a guide download only,
    gives low; second session within 30 d (default) sets repeat_visit". LED-34: a video watched, a payment estimate saved, trims
    compared and a return to a unit are signals too; each counts as one medium signal here.
    A visitor's sessions are joined by client_id; what a lead did counts up to its own inquiry.
-#}
with
lead_sessions as (
    select
        leads.lead_id,
        leads.lead_at,
        leads.session_id
    from {{ ref('int_leads__classified') }} as leads
    where leads.is_sales_lead and leads.session_id is not null
),

sessions as (
    select
        session_id,
        min(client_id) as client_id,
        min(occurred_at) as started_at,
        max(case when event_name = 'video_play' then 1 else 0 end) as has_video,
        max(case when event_name = 'payment_saved' then 1 else 0 end) as has_payment_saved,
        max(case when event_name = 'trim_compare' then 1 else 0 end) as has_trim_compare
    from {{ ref('can_web_events') }}
    where session_id is not null and not is_bot
    group by session_id
),

visits as (
    select
        lead_sessions.lead_id,
        max(own.has_video) as has_video,
        max(own.has_payment_saved) as has_payment_saved,
        max(own.has_trim_compare) as has_trim_compare,
        max(case when others.session_id is not null then 1 else 0 end) as is_repeat_visit
    from lead_sessions
    inner join sessions as own on lead_sessions.session_id = own.session_id
    left join sessions as others
        on
            own.client_id = others.client_id
            and own.session_id <> others.session_id
            and lead_sessions.lead_at >= others.started_at
            and others.started_at >= {{ add_seconds('lead_sessions.lead_at', '-' ~ param('repeat_visit_days') ~ ' * 86400') }}
    group by lead_sessions.lead_id
)

select
    leads.lead_id,
    coalesce(leads.lead_origin in ('appointment_request', 'test_drive_request'), false)
    or coalesce(leads.lead_type = 'test_drive', false) as has_appointment_request,
    coalesce(leads.has_trade_in, false) or coalesce(leads.lead_type = 'trade_in', false) as has_trade_in,
    coalesce(visits.is_repeat_visit, 0) = 1 as is_repeat_visit,
    coalesce(visits.has_video, 0) = 1 as has_video,
    coalesce(visits.has_payment_saved, 0) = 1 as has_payment_saved,
    coalesce(visits.has_trim_compare, 0) = 1 as has_trim_compare
from {{ ref('can_leads') }} as leads
inner join {{ ref('int_leads__classified') }} as classified on leads.lead_id = classified.lead_id and classified.is_sales_lead
left join visits on leads.lead_id = visits.lead_id
