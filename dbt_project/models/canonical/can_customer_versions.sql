with
staged as (
    {{ staged_rows('customers') }}
),

typed as (
    select
        staged.customer_id,
        case when staged.store_id is null then null when stores.store_id is null then 'unknown' else staged.store_id end as store_id,
        staged.store_id as store_id_raw,
        staged.first_name,
        staged.last_name,
        staged.email,
        staged.phone,
        staged.postal_code,
        staged.preferred_contact,
        {{ canonical_value('staged.consent_sms', 'consent_status') }} as consent_sms,
        staged.consent_sms as consent_sms_raw,
        {{ canonical_value('staged.consent_email', 'consent_status') }} as consent_email,
        staged.consent_email as consent_email_raw,
        {{ canonical_value('staged.consent_call', 'consent_status') }} as consent_call,
        staged.consent_call as consent_call_raw,
        {{ to_utc('staged.created_at', "coalesce(stores.timezone, 'UTC')") }} as created_at,
        {{ to_utc('staged.updated_at', "coalesce(stores.timezone, 'UTC')") }} as updated_at,
        staged.batch_id || ':' || cast(staged.row_number as varchar) as row_id,
        staged.batch_id,
        staged.line_number,
        staged.arrival,
        staged.row_number,
        staged.source_system
    from staged
    left join {{ ref('can_stores') }} as stores on staged.store_id = stores.store_id
),

known as (
    select
        typed.*,
        row_number() over (
            partition by typed.customer_id, typed.updated_at
            order by typed.arrival desc, typed.row_number desc
        ) as rank_of_tie
    from typed
    cross join {{ ref('stg_run__clock') }} as clock
    where typed.updated_at is null or typed.updated_at <= clock.as_of_at
)

select
    customer_id,
    store_id,
    store_id_raw,
    first_name,
    last_name,
    email,
    phone,
    postal_code,
    preferred_contact,
    consent_sms,
    consent_sms_raw,
    consent_email,
    consent_email_raw,
    consent_call,
    consent_call_raw,
    created_at,
    updated_at,
    row_id,
    batch_id,
    line_number,
    arrival,
    row_number,
    source_system,
    row_number() over (
        partition by customer_id
        order by updated_at asc nulls first
    ) as version_number
from known
where rank_of_tie = 1
