with
staged as (
    {{ staged_rows('leads') }}
),

typed as (
    select
        staged.lead_id,
        coalesce(stores.store_id, 'unknown') as store_id,
        staged.store_id as store_id_raw,
        {{ to_utc('staged.inquiry_at', "coalesce(stores.timezone, 'UTC')") }} as inquiry_at,
        {{ to_utc('staged.crm_created_at', "coalesce(stores.timezone, 'UTC')") }} as crm_created_at,
        {{ canonical_value('staged.lead_origin', 'lead_origin') }} as lead_origin,
        staged.lead_origin as lead_origin_raw,
        {{ canonical_value('staged.lead_type', 'lead_type') }} as lead_type,
        staged.lead_type as lead_type_raw,
        coalesce(lower(staged.department), 'sales') as department,
        case when staged.source_code is null then 'unknown' else coalesce(source_store.source_code, source_any.source_code, 'unmapped') end as source_code,
        coalesce(source_store.channel_group, source_any.channel_group, 'unknown') as channel_group,
        staged.source_code as source_raw,
        staged.utm_source,
        staged.utm_medium,
        staged.utm_campaign,
        staged.campaign_id,
        staged.landing_page,
        staged.device,
        staged.session_id,
        staged.customer_id,
        staged.first_name,
        staged.last_name,
        staged.email,
        staged.phone,
        staged.postal_code,
        staged.vin,
        staged.stock_number,
        staged.model_year,
        coalesce(make_names.spelling, staged.make) as make,
        coalesce(model_names.spelling, staged.model) as model,
        coalesce(trim_names.spelling, staged.trim) as trim,
        staged.has_trade_in,
        staged.trade_in_vin,
        staged.budget,
        staged.timeline,
        staged.preferred_contact,
        staged.owner_agent_id,
        case when staged.stage is not null then {{ status_map_value('stage_map') }} end as stage,
        staged.stage as stage_raw,
        case when staged.disposition is not null then {{ status_map_value('disposition_map') }} end as disposition,
        staged.disposition as disposition_raw,
        {{ to_utc('staged.next_action_at', "coalesce(stores.timezone, 'UTC')") }} as next_action_at,
        staged.offer_id,
        staged.intake_method,
        coalesce(staged.is_test, false) as is_test,
        coalesce(staged.is_spam, false) as is_spam,
        {{ to_utc('staged.updated_at', "coalesce(stores.timezone, 'UTC')") }} as updated_at,
        staged.batch_id || ':' || cast(staged.row_number as varchar) as row_id,
        staged.batch_id,
        staged.line_number,
        staged.arrival,
        staged.row_number,
        staged.source_system
    from staged
    left join {{ ref('can_stores') }} as stores on staged.store_id = stores.store_id
    left join {{ ref('ref_lead_source_map') }} as source_store
        on lower(staged.source_code) = source_store.raw_value and staged.store_id = source_store.store_id
    left join {{ ref('ref_lead_source_map') }} as source_any
        on lower(staged.source_code) = source_any.raw_value and source_any.store_id = '*'
    left join {{ ref('can_name_spellings') }} as make_names
        on make_names.name_kind = 'make' and lower(staged.make) = make_names.folded_name
    left join {{ ref('can_name_spellings') }} as model_names
        on model_names.name_kind = 'model' and lower(staged.model) = model_names.folded_name
    left join {{ ref('can_name_spellings') }} as trim_names
        on trim_names.name_kind = 'trim' and lower(staged.trim) = trim_names.folded_name
    {{ join_status_map('stage_map', 'stage', 'staged.stage', 'staged.source_system', 'staged.store_id') }}
    {{ join_status_map('disposition_map', 'disposition', 'staged.disposition', 'staged.source_system', 'staged.store_id') }}
),

known as (
    select
        typed.*,
        row_number() over (
            partition by typed.lead_id, typed.updated_at
            order by typed.arrival desc, typed.row_number desc
        ) as rank_of_tie
    from typed
    cross join {{ ref('stg_run__clock') }} as clock
    where typed.updated_at is null or typed.updated_at <= clock.as_of_at
)

select
    lead_id,
    store_id,
    store_id_raw,
    inquiry_at,
    crm_created_at,
    lead_origin,
    lead_origin_raw,
    lead_type,
    lead_type_raw,
    department,
    source_code,
    channel_group,
    source_raw,
    utm_source,
    utm_medium,
    utm_campaign,
    campaign_id,
    landing_page,
    device,
    session_id,
    customer_id,
    first_name,
    last_name,
    email,
    phone,
    postal_code,
    vin,
    stock_number,
    model_year,
    make,
    model,
    trim,
    has_trade_in,
    trade_in_vin,
    budget,
    timeline,
    preferred_contact,
    owner_agent_id,
    stage,
    stage_raw,
    disposition,
    disposition_raw,
    next_action_at,
    offer_id,
    intake_method,
    is_test,
    is_spam,
    updated_at,
    row_id,
    batch_id,
    line_number,
    arrival,
    row_number,
    source_system,
    row_number() over (
        partition by lead_id
        order by updated_at asc nulls first
    ) as version_number
from known
where rank_of_tie = 1
