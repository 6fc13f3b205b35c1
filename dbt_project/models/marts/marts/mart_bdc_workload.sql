-- C-50: open = not sold, delivered, lost, duplicate, test; occupancy = handling minutes ÷ staffed minutes over the last 7 local days
-- (parameter), null without shifts. Channel shares are shares of the handling time.
{%- set channels = ['phone', 'sms', 'email', 'chat', 'video', 'walk_in'] %}
with
opportunities as (
    select
        owner_agent_id as agent_id,
        count(*) as open_leads,
        count(case when response_seconds is null then 1 end) as unresponded_leads,
        count(case when next_action_at < as_of_at then 1 end) as overdue_contacts
    from {{ ref('fct_opportunities') }}
    where is_open
    group by owner_agent_id
),

tasks as (
    select
        agent_id,
        count(case when is_open and not is_overdue then 1 end) as active_tasks,
        count(case when is_overdue then 1 end) as overdue_tasks
    from {{ ref('fct_tasks') }}
    group by agent_id
),

handling as (
    select
        interactions.agent_id,
        {%- for channel in channels %}
        sum(case when interactions.channel = '{{ channel }}' then interactions.duration_seconds else 0 end) as {{ channel }}_seconds,
        {%- endfor %}
        sum(interactions.duration_seconds) as handling_seconds
    from {{ ref('fct_lead_interactions') }} as interactions
    inner join {{ ref('int_stores__clock') }} as clock on interactions.store_id = clock.store_id
    where
        interactions.agent_id is not null
        and interactions.interaction_date <= clock.as_of_date
        and interactions.interaction_date > {{ add_days('clock.as_of_date', '-' ~ param('workload_window_days', 'integer')) }}
    group by interactions.agent_id
),

staffed as (
    select
        shifts.agent_id,
        sum(shifts.duration_seconds) as staffed_seconds
    from {{ ref('fct_agent_shifts') }} as shifts
    inner join {{ ref('int_stores__clock') }} as clock on shifts.store_id = clock.store_id
    where
        shifts.kind = 'shift'
        and shifts.ends_at <= clock.as_of_at
        and shifts.shift_date > {{ add_days('clock.as_of_date', '-' ~ param('workload_window_days', 'integer')) }}
    group by shifts.agent_id
),

agents as (
    select
        agent_id,
        store_id,
        agent_initials
    from {{ ref('dim_agents') }}
    where is_current
)

select
    agents.agent_id,
    agents.store_id,
    agents.agent_initials,
    clock.as_of_date,
    coalesce(opportunities.open_leads, 0) as open_leads,
    coalesce(opportunities.unresponded_leads, 0) as unresponded_leads,
    coalesce(opportunities.overdue_contacts, 0) as overdue_contacts,
    coalesce(tasks.active_tasks, 0) as active_tasks,
    coalesce(tasks.overdue_tasks, 0) as overdue_tasks,
    cast(coalesce(handling.handling_seconds, 0) as double) / 60 as handling_minutes,
    cast(staffed.staffed_seconds as double) / 60 as staffed_minutes,
    {%- for channel in channels %}
    {{ ratio('handling.' ~ channel ~ '_seconds', 'handling.handling_seconds') }} as {{ channel }}_share,
    {%- endfor %}
    {{ ratio('coalesce(handling.handling_seconds, 0)', 'staffed.staffed_seconds') }} as occupancy
from agents
inner join {{ ref('int_stores__clock') }} as clock on agents.store_id = clock.store_id
left join opportunities on agents.agent_id = opportunities.agent_id
left join tasks on agents.agent_id = tasks.agent_id
left join handling on agents.agent_id = handling.agent_id
left join staffed on agents.agent_id = staffed.agent_id
where
    opportunities.agent_id is not null
    or tasks.agent_id is not null
    or handling.agent_id is not null
    or staffed.agent_id is not null
