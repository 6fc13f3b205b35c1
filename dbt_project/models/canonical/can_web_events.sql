with
staged as (
    {{ staged_rows('web_events') }}
),

typed as (
    select
        staged.event_id,
        {{ to_utc('staged.occurred_at', "coalesce(stores.timezone, lead_stores.timezone, 'UTC')") }} as occurred_at,
        case when staged.store_id is null then null when stores.store_id is null then 'unknown' else staged.store_id end as store_id,
        staged.store_id as store_id_raw,
        staged.session_id,
        staged.client_id,
        {{ canonical_value('staged.event_name', 'event_name') }} as event_name,
        staged.event_name as event_name_raw,
        staged.vin,
        staged.page_url,
        staged.page_type,
        staged.device,
        staged.utm_source,
        staged.utm_medium,
        staged.utm_campaign,
        staged.utm_content,
        staged.utm_term,
        staged.lead_id,
        coalesce(staged.is_bot, false) as is_bot,
        {{ to_utc('staged.updated_at', "coalesce(stores.timezone, lead_stores.timezone, 'UTC')") }} as updated_at,
        staged.batch_id || ':' || cast(staged.row_number as varchar) as row_id,
        staged.batch_id,
        staged.line_number,
        staged.arrival,
        staged.row_number,
        staged.source_system
    from staged
    left join {{ ref('can_stores') }} as stores on staged.store_id = stores.store_id
    left join {{ ref('can_leads') }} as leads on staged.lead_id = leads.lead_id
    left join {{ ref('can_stores') }} as lead_stores on leads.store_id = lead_stores.store_id
),

known as (
    select
        typed.*,
        row_number() over (
            partition by typed.event_id
            order by
                typed.updated_at desc nulls last,
                case when typed.updated_at is null then -typed.arrival else typed.arrival end desc,
                case when typed.updated_at is null then -typed.row_number else typed.row_number end desc
        ) as rank_of_key
    from typed
    cross join {{ ref('stg_run__clock') }} as clock
    where coalesce(typed.updated_at, typed.occurred_at) is null or coalesce(typed.updated_at, typed.occurred_at) <= clock.as_of_at
)

select
    event_id,
    occurred_at,
    store_id,
    store_id_raw,
    session_id,
    client_id,
    event_name,
    event_name_raw,
    vin,
    page_url,
    page_type,
    device,
    utm_source,
    utm_medium,
    utm_campaign,
    utm_content,
    utm_term,
    lead_id,
    is_bot,
    updated_at,
    row_id,
    batch_id,
    line_number,
    arrival,
    row_number,
    source_system
from known
where rank_of_key = 1
