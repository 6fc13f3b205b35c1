with
staged as (
    select
        leads.*,
        lead_stores.store_id as found_store_id,
        lead_stores.store_of_lead,
        case
            -- A file's time only stands in for a requestdate, and the lead was there when the run began.
            when leads.inquiry_at_basis = 'file_time' and {{ to_utc('leads.inquiry_at', "'UTC'") }} > clock.as_of_at
                then cast(clock.as_of_at as varchar) || 'Z'
            else leads.inquiry_at
        end as known_inquiry_at
    from {{ ref('stg_adf__leads') }} as leads
    inner join {{ ref('can_adf_lead_stores') }} as lead_stores
        on leads.batch_id = lead_stores.batch_id and leads.row_number = lead_stores.row_number
    cross join {{ ref('stg_run__clock') }} as clock
),

timed as (
    select
        staged.*,
        {{ to_utc('staged.known_inquiry_at', "coalesce(stores.timezone, 'UTC')") }} as inquiry_instant
    from staged
    left join {{ ref('can_stores') }} as stores on staged.found_store_id = stores.store_id
),

matched as (
    -- A resend whose shopper was corrected has another lead_key: it is the lead that was first under the same provider and id.
    select
        timed.*,
        min(case when is_resend then 1 else 0 end) over (partition by store_of_lead, lead_key) as is_only_resent,
        first_value(lead_key) over (
            partition by store_of_lead, coalesce(resend_key, lead_key)
            order by case when is_resend then 1 else 0 end, inquiry_instant nulls last, lead_key
        ) as first_lead_key
    from timed
),

named as (
    select
        matched.*,
        -- Two stores may get the same number from one provider: the store is part of a lead's identity.
        case when is_only_resent = 1 then first_lead_key else lead_key end || ':' || store_of_lead as found_lead_id
    from matched
)

select
    found_lead_id as lead_id,
    found_store_id as store_id,
    -- A resend is no new inquiry: the lead keeps its first time, whatever the resend's requestdate says.
    first_value(known_inquiry_at) over (
        partition by found_lead_id order by inquiry_instant nulls last, arrival, row_number
    ) as inquiry_at,
    crm_created_at,
    lead_origin,
    lead_type,
    department,
    source_code,
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
    disposition,
    next_action_at,
    offer_id,
    intake_method,
    is_test,
    is_spam,
    known_inquiry_at as updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from named
