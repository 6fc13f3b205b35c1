-- Shoppers are named after their smallest record, not after a contact: a name that can be published tells nothing about a person.
with
components as (
    select
        contacts.record_kind,
        contacts.record_id,
        contacts.group_id,
        min(connected.component_number) as component_number
    from {{ ref('int_contacts__normalised') }} as contacts
    inner join {{ ref('int_contacts__connected') }} as connected
        on contacts.group_id = connected.group_id and contacts.contact = connected.contact
    where contacts.is_identifying
    group by contacts.record_kind, contacts.record_id, contacts.group_id
),

names as (
    select
        component_number,
        min(record_kind || ':' || record_id) as shopper_id
    from components
    group by component_number
),

by_contact as (
    select
        components.record_kind,
        components.record_id,
        components.group_id,
        names.shopper_id
    from components
    inner join names on components.component_number = names.component_number
),

sales_leads as (
    select
        leads.lead_id,
        leads.store_id,
        leads.group_id,
        leads.session_id,
        leads.lead_at,
        by_contact.shopper_id
    from {{ ref('int_leads__classified') }} as leads
    left join by_contact on by_contact.record_kind = 'lead' and leads.lead_id = by_contact.record_id
    where leads.is_sales_lead
),

-- "A lead without usable e-mail and phone joins the shopper of a lead at the same store with the same session_id": of several,
-- of the one with the earliest inquiry, then the smallest lead_id. Leads of one session that all lack contacts stand together.
sessions as (
    select
        store_id,
        session_id,
        coalesce(shopper_id, 'lead:' || lead_id) as shopper_id,
        row_number() over (
            partition by store_id, session_id
            order by case when shopper_id is null then 1 else 0 end, lead_at, lead_id
        ) as rank_in_session
    from sales_leads
    where session_id is not null
)

select
    'lead' as record_kind,
    sales_leads.lead_id as record_id,
    sales_leads.group_id,
    coalesce(sales_leads.shopper_id, sessions.shopper_id, 'lead:' || sales_leads.lead_id) as shopper_id
from sales_leads
left join sessions
    on sales_leads.store_id = sessions.store_id and sales_leads.session_id = sessions.session_id and sessions.rank_in_session = 1

union all

select
    record_kind,
    record_id,
    group_id,
    shopper_id
from by_contact
where record_kind <> 'lead'
