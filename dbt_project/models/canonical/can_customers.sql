with
ranked as (
    select
        versions.*,
        row_number() over (partition by versions.customer_id order by versions.version_number desc) as rank_from_latest
    from {{ ref('can_customer_versions') }} as versions
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
    source_system
from ranked
where rank_from_latest = 1
