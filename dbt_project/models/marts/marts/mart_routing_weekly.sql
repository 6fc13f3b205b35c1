{#- Misrouted and role mismatches are of the leads for which a rule says something and the first assignment tells its queue or role. -#}
with
leads as (
    select
        store_id,
        {{ week_of('inquiry_date') }} as week_start_date,
        count(*) as lead_records,
        count(case when is_misrouted is not null then 1 end) as routed_leads,
        count(case when is_misrouted then 1 end) as misrouted_leads,
        count(case when routing_hours = 'closed' then 1 end) as after_hours_leads,
        count(case when is_role_mismatch is not null then 1 end) as role_checked_leads,
        count(case when is_role_mismatch then 1 end) as role_mismatches
    from {{ ref('fct_leads') }}
    where not is_test and not is_spam
    group by store_id, {{ week_of('inquiry_date') }}
),

assignments as (
    select
        leads.store_id,
        {{ week_of('leads.inquiry_date') }} as week_start_date,
        assignments.agent_id,
        count(*) as assignments,
        count(case when assignments.assignment_sequence = 1 then 1 end) as first_assignments,
        count(case when assignments.is_transfer then 1 end) as transfers
    from {{ ref('fct_lead_assignments') }} as assignments
    inner join {{ ref('fct_leads') }} as leads on assignments.lead_key = leads.lead_key
    where not leads.is_test and not leads.is_spam
    group by leads.store_id, {{ week_of('leads.inquiry_date') }}, assignments.agent_id
),

agents as (
    select
        store_id,
        week_start_date,
        sum(assignments) as assignments,
        sum(transfers) as transfers,
        max(case when agent_id is not null then first_assignments end)
        - min(case when agent_id is not null then first_assignments end) as first_assignment_spread
    from assignments
    group by store_id, week_start_date
),

calls as (
    select
        store_id,
        {{ week_of('call_date') }} as week_start_date,
        sum(offered) as calls_offered,
        sum(missed) as calls_missed
    from {{ ref('mart_call_handling') }}
    group by store_id, {{ week_of('call_date') }}
),

weeks as (
    select
        store_id,
        week_start_date
    from leads
    union
    select
        store_id,
        week_start_date
    from calls
)

select
    weeks.store_id,
    weeks.week_start_date,
    coalesce(leads.lead_records, 0) as lead_records,
    coalesce(leads.routed_leads, 0) as routed_leads,
    coalesce(leads.misrouted_leads, 0) as misrouted_leads,
    {{ ratio('leads.misrouted_leads', 'leads.routed_leads') }} as misroute_rate,
    coalesce(leads.after_hours_leads, 0) as after_hours_leads,
    coalesce(leads.role_checked_leads, 0) as role_checked_leads,
    coalesce(leads.role_mismatches, 0) as role_mismatches,
    cast(coalesce(agents.transfers, 0) as bigint) as transfers,
    {{ ratio('agents.transfers', 'leads.lead_records') }} as transfers_per_lead,
    agents.first_assignment_spread,
    cast(coalesce(calls.calls_offered, 0) as bigint) as calls_offered,
    cast(coalesce(calls.calls_missed, 0) as bigint) as calls_missed,
    {{ ratio('calls.calls_missed', 'calls.calls_offered') }} as missed_call_rate
from weeks
left join leads on weeks.store_id = leads.store_id and weeks.week_start_date = leads.week_start_date
left join agents on weeks.store_id = agents.store_id and weeks.week_start_date = agents.week_start_date
left join calls on weeks.store_id = calls.store_id and weeks.week_start_date = calls.week_start_date
