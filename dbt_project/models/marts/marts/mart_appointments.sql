-- "set_count counts every leg on its own scheduled date, confirmed where confirmed_at is there; only due, shown and show_rate follow
-- the last leg". Bookings of test, spam and service leads are in no metric (rule 5).
select
    store_id,
    scheduled_date,
    agent_id,
    count(*) as set_count,
    count(confirmed_at) as confirmed,
    count(case when is_due then 1 end) as due,
    count(case when is_shown then 1 end) as shown,
    count(case when status = 'no_show' then 1 end) as no_show,
    count(case when status = 'rescheduled' then 1 end) as rescheduled,
    count(case when status = 'cancelled' then 1 end) as cancelled,
    {{ ratio('count(case when is_shown then 1 end)', 'count(case when is_due then 1 end)') }} as show_rate
from {{ ref('fct_appointments') }}
where is_counted
group by store_id, scheduled_date, agent_id
