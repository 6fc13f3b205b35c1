-- Versions hold what the customer chose (SCD2); the effective consents are today's, on every version (SCD1). No name, no contact.
with
versions as (
    select
        customers.*,
        row_number() over (partition by customers.customer_id order by customers.version_number) as version_sequence,
        lead(customers.updated_at) over (partition by customers.customer_id order by customers.version_number) as next_updated_at
    from {{ ref('can_customer_versions') }} as customers
),

shoppers as (
    select
        record_id as customer_id,
        min(group_id) as group_id,
        min(shopper_id) as shopper_id
    from {{ ref('int_shoppers__resolved') }}
    where record_kind = 'customer'
    group by record_id
),

members as (
    select
        customer_id,
        coalesce(store_id, 'unknown') as store_id,
        {{ masked_name('first_name', 'last_name') }} as masked_name,
        preferred_contact,
        consent_sms,
        consent_email,
        consent_call,
        created_at,
        case when version_sequence > 1 then updated_at end as valid_from,
        next_updated_at as valid_to,
        version_sequence as version_number,
        true as is_described
    from versions

    union all

    select
        named.customer_id,
        'unknown' as store_id,
        null as masked_name,
        null as preferred_contact,
        null as consent_sms,
        null as consent_email,
        null as consent_call,
        null as created_at,
        null as valid_from,
        null as valid_to,
        1 as version_number,
        false as is_described
    from (
        select customer_id
        from {{ ref('can_leads') }}
        where customer_id is not null
        union
        select customer_id
        from {{ ref('can_deals') }}
        where customer_id is not null
        union
        select customer_id
        from {{ ref('can_appointments') }}
        where customer_id is not null
        union
        select customer_id
        from {{ ref('can_messages') }}
        where customer_id is not null
        union
        select customer_id
        from {{ ref('can_consent_events') }}
        where customer_id is not null
        union
        select 'unknown' as customer_id
    ) as named
    left join versions on named.customer_id = versions.customer_id
    where versions.customer_id is null
)

select
    {{ event_key('customer_version', ['members.customer_id', 'members.version_number']) }} as customer_version_key,
    {{ customer_key('members.customer_id') }} as customer_key,
    {{ store_key('members.store_id') }} as store_key,
    case when shoppers.shopper_id is not null then {{ shopper_key('shoppers.group_id', 'shoppers.shopper_id') }} end as shopper_key,
    members.customer_id,
    members.store_id,
    members.masked_name,
    members.preferred_contact,
    coalesce(members.consent_sms, 'unknown') as consent_sms,
    coalesce(members.consent_email, 'unknown') as consent_email,
    coalesce(members.consent_call, 'unknown') as consent_call,
    coalesce(consented.effective_consent_sms, 'unknown') as effective_consent_sms,
    coalesce(consented.effective_consent_email, 'unknown') as effective_consent_email,
    coalesce(consented.effective_consent_call, 'unknown') as effective_consent_call,
    coalesce(consented.has_consent_disagreement, false) as has_consent_disagreement,
    members.created_at,
    members.valid_from as valid_from_at,
    members.valid_to as valid_to_at,
    members.version_number,
    members.valid_to is null as is_current,
    members.is_described
from members
left join shoppers on members.customer_id = shoppers.customer_id
left join {{ ref('int_customers__consented') }} as consented on members.customer_id = consented.customer_id
