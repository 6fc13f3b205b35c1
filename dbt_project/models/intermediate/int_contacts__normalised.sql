-- marts_contract, rule 5: "what connects them are sales leads that are neither test nor spam, customers and deals".
-- A customer without a store belongs to the whole home, and hence stands in each of its groups.
with
groups as (
    select distinct group_id
    from {{ ref('int_stores__clock') }}
    where store_id <> 'unknown'
),

people as (
    select
        'lead' as record_kind,
        leads.lead_id as record_id,
        classified.group_id,
        leads.first_name,
        leads.last_name,
        leads.email,
        leads.phone
    from {{ ref('can_leads') }} as leads
    inner join {{ ref('int_leads__classified') }} as classified on leads.lead_id = classified.lead_id
    where classified.is_sales_lead

    union all

    select
        'customer' as record_kind,
        customers.customer_id as record_id,
        coalesce(clock.group_id, groups.group_id) as group_id,
        customers.first_name,
        customers.last_name,
        customers.email,
        customers.phone
    from {{ ref('can_customers') }} as customers
    left join {{ ref('int_stores__clock') }} as clock on customers.store_id = clock.store_id
    left join groups on customers.store_id is null

    union all

    select
        'deal' as record_kind,
        deals.store_id_raw || ':' || deals.deal_number as record_id,
        clock.group_id,
        deals.first_name,
        deals.last_name,
        deals.email,
        deals.phone
    from {{ ref('can_deals') }} as deals
    inner join {{ ref('int_stores__clock') }} as clock on deals.store_id = clock.store_id
),

named as (
    select
        record_kind,
        record_id,
        group_id,
        -- Names count "first and last, without case"; a record without any name adds none.
        case
            when first_name is not null or last_name is not null
                then lower(trim(coalesce(first_name, ''))) || '|' || lower(trim(coalesce(last_name, '')))
        end as person_name,
        {{ normalised_email('email') }} as email,
        {{ normalised_phone('phone') }} as phone
    from people
    where email is not null or phone is not null
),

contacts as (
    select
        record_kind,
        record_id,
        group_id,
        person_name,
        'email' as contact_kind,
        email as contact
    from named
    where email is not null

    union all

    select
        record_kind,
        record_id,
        group_id,
        person_name,
        'phone' as contact_kind,
        phone as contact
    from named
    where phone is not null
),

-- "values in the seed non_identifying_contacts (none@none.com, 0000000000, the stores' own numbers …)"
nobodys as (
    select coalesce({{ normalised_email('contact') }}, {{ normalised_phone('contact') }}) as contact
    from {{ ref('ref_non_identifying_contacts') }}
    union
    select {{ normalised_phone('tracking_number') }} as contact
    from {{ ref('can_calls') }}
),

-- "and any e-mail or phone that stands beside more than 10 distinct names … in the group (parameter)"
shared as (
    select
        group_id,
        contact
    from contacts
    group by group_id, contact
    having count(distinct person_name) > {{ param('shared_contact_names') }}
)

select
    contacts.record_kind,
    contacts.record_id,
    contacts.group_id,
    contacts.contact_kind,
    contacts.contact,
    nobodys.contact is null and shared.contact is null as is_identifying
from contacts
left join nobodys on contacts.contact = nobodys.contact
left join shared on contacts.group_id = shared.group_id and contacts.contact = shared.contact
