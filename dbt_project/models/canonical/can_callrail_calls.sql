-- The pull and the webhook tell of the same calls in the same words; can_calls keeps the newest that was said of each.
with
by_code as (
    select
        code,
        min(store_id) as store_id
    from {{ ref('can_store_dealer_codes') }}
    where system = 'callrail'
    group by code
),

by_name as (
    select
        lower(store_name) as store_name,
        min(store_id) as store_id
    from {{ ref('can_stores') }}
    group by lower(store_name)
),

agents as (
    select
        lower(email) as email,
        min(agent_id) as agent_id
    from {{ ref('can_agents') }}
    where email is not null
    group by lower(email)
)

select
    staged.provider,
    staged.call_id,
    coalesce(
        by_company.store_id, by_account.store_id, by_name.store_id, staged.company_id, staged.company_name, staged.account_id
    ) as store_id,
    staged.started_at,
    staged.tracking_number,
    staged.caller_number,
    staged.direction,
    staged.ring_seconds,
    staged.talk_seconds,
    staged.outcome,
    staged.source_code,
    staged.campaign_id,
    agents.agent_id,
    staged.lead_id,
    staged.recording_url,
    staged.updated_at,
    staged.arrival,
    staged.row_number,
    staged.line_number,
    staged.batch_id,
    staged.source_system
from {{ ref('stg_callrail__calls') }} as staged
left join by_code as by_company on lower(staged.company_id) = by_company.code
left join by_code as by_account on lower(staged.account_id) = by_account.code
left join by_name on lower(staged.company_name) = by_name.store_name
left join agents on staged.agent_email = agents.email
