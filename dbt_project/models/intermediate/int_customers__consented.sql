-- decisions.md and vocabularies V-28: most restrictive wins. Each system's latest word counts: the customer record is one system, the
-- consent events of a system another. An event finds its customers by customer_id, else by the contact it names.
{%- set channels = ['sms', 'email', 'call'] %}
with
contacts as (
    select
        customer_id,
        {{ normalised_email('email') }} as email,
        {{ normalised_phone('phone') }} as phone,
        consent_sms,
        consent_email,
        consent_call
    from {{ ref('can_customers') }}
),

events as (
    select
        event_id,
        customer_id,
        {{ normalised_email('email') }} as email,
        {{ normalised_phone('phone') }} as phone,
        channel,
        status,
        occurred_at,
        coalesce(system, 'unknown') as system
    from {{ ref('can_consent_events') }}
),

matched as (
    select
        contacts.customer_id,
        events.channel,
        events.status,
        events.system,
        events.occurred_at,
        events.event_id
    from events
    inner join contacts on events.customer_id = contacts.customer_id
    union
    select
        contacts.customer_id,
        events.channel,
        events.status,
        events.system,
        events.occurred_at,
        events.event_id
    from events
    inner join contacts on events.email = contacts.email
    where events.customer_id is null
    union
    select
        contacts.customer_id,
        events.channel,
        events.status,
        events.system,
        events.occurred_at,
        events.event_id
    from events
    inner join contacts on events.phone = contacts.phone
    where events.customer_id is null
),

latest as (
    select
        matched.*,
        row_number() over (
            partition by customer_id, channel, system
            order by occurred_at desc, event_id desc
        ) as rank_from_latest
    from matched
),

statements as (
    select
        customer_id,
        channel,
        status
    from latest
    where rank_from_latest = 1
    {%- for channel in channels %}
    union all
    select
        customer_id,
        '{{ channel }}' as channel,
        consent_{{ channel }} as status
    from contacts
    {%- endfor %}
),

weighed as (
    select
        customer_id,
        channel,
        max(case status when 'opted_out' then 3 when 'denied' then 2 when 'granted' then 1 else 0 end) as restriction,
        count(distinct case when status in ('granted', 'denied', 'opted_out') then status end) as statuses
    from statements
    group by customer_id, channel
)

select
    customer_id,
    {%- for channel in channels %}
    case max(case when channel = '{{ channel }}' then restriction end)
        when 3 then 'opted_out' when 2 then 'denied' when 1 then 'granted' else 'unknown'
    end as effective_consent_{{ channel }},
    {%- endfor %}
    max(statuses) > 1 as has_consent_disagreement
from weighed
group by customer_id
