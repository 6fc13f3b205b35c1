with
ads as (
    select
        ad_id,
        ad_name,
        tracking_number,
        row_number() over (partition by ad_id order by arrival desc, row_number desc) as rank_of_ad
    from {{ ref('stg_marchex__ads') }}
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
    coalesce(by_code.store_id, by_name.store_id, staged.store_id) as store_id,
    staged.started_at,
    coalesce(staged.tracking_number, ads.tracking_number) as tracking_number,
    staged.caller_number,
    staged.direction,
    staged.ring_seconds,
    staged.talk_seconds,
    staged.outcome,
    coalesce(staged.source_code, ads.ad_name) as source_code,
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
from {{ ref('stg_marchex__calls') }} as staged
left join {{ ref('can_store_aliases') }} as by_code on by_code.system = 'marchex' and lower(staged.store_id) = by_code.alias
left join {{ ref('can_store_aliases') }} as by_name on by_name.system = '*' and lower(staged.store_id) = by_name.alias
left join ads on staged.ad_id = ads.ad_id and ads.rank_of_ad = 1
left join agents on staged.agent_email = agents.email
