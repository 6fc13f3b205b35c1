{#- Customers of a group who have the same phone, or the same e-mail: all but the first are duplicates. -#}
with
contacts as (
    select
        coalesce(customers.store_id, 'unknown') as store_id,
        coalesce(clock.group_id, 'unknown') as group_id,
        customers.customer_id,
        cast(coalesce(customers.created_at, customers.updated_at) as date) as record_date,
        {{ normalised_phone('customers.phone') }} as phone,
        {{ normalised_email('customers.email') }} as email
    from {{ ref('can_customers') }} as customers
    left join {{ ref('int_stores__clock') }} as clock on customers.store_id = clock.store_id
),

-- Contacts that many people give identify nobody, so they make no duplicates.
nobodies as (
    select
        {{ normalised_phone('contact') }} as phone,
        {{ normalised_email('contact') }} as email
    from {{ ref('ref_non_identifying_contacts') }}
),

identifying as (
    select
        contacts.store_id,
        contacts.group_id,
        contacts.customer_id,
        contacts.record_date,
        case when shared_phones.phone is null then contacts.phone end as phone,
        case when shared_emails.email is null then contacts.email end as email
    from contacts
    left join (select distinct phone from nobodies) as shared_phones on contacts.phone = shared_phones.phone
    left join (select distinct email from nobodies) as shared_emails on contacts.email = shared_emails.email
),

numbered as (
    select
        identifying.*,
        row_number() over (partition by group_id, phone order by record_date nulls first, customer_id) as rank_of_phone,
        row_number() over (partition by group_id, email order by record_date nulls first, customer_id) as rank_of_email
    from identifying
)

select
    store_id,
    'duplicate_contact' as check_name,
    'customers' as entity,
    'phone' as column_name,
    {{ week_of('record_date') }} as week_start_date,
    sum(case when rank_of_phone > 1 then 1 else 0 end) as failures,
    count(*) as records
from numbered
where phone is not null
group by store_id, {{ week_of('record_date') }}

union all

select
    store_id,
    'duplicate_contact' as check_name,
    'customers' as entity,
    'email' as column_name,
    {{ week_of('record_date') }} as week_start_date,
    sum(case when rank_of_email > 1 then 1 else 0 end) as failures,
    count(*) as records
from numbered
where email is not null
group by store_id, {{ week_of('record_date') }}
