-- Which response policy an opportunity is under. A policy counts from valid_from up to and including valid_to, by the inquiry's
-- local date, so that a past breach keeps its old threshold. A store's own row for a key stands in for the group's row of that
-- key, a newer one for an older; of the rows that are left the tightest wins (decisions.md, C-14).
with
opened as (
    select
        opened.opportunity_key,
        opened.store_id,
        opened.inquiry_date,
        opened.lead_origin,
        opened.lead_type,
        opened.lead_source,
        opened.channel_group,
        intent.intent
    from {{ ref('int_opportunities__opened') }} as opened
    inner join {{ ref('int_opportunities__intent') }} as intent on opened.opportunity_key = intent.opportunity_key
),

-- Few kinds of opportunity, many opportunities: the policy is chosen once per kind.
kinds as (
    select distinct
        store_id,
        inquiry_date,
        lead_origin,
        lead_type,
        lead_source,
        channel_group,
        intent
    from opened
),

matching as (
    select
        kinds.store_id,
        kinds.inquiry_date,
        kinds.lead_origin,
        kinds.lead_type,
        kinds.lead_source,
        kinds.channel_group,
        kinds.intent,
        policies.store_id as policy_store_id,
        policies.valid_from as policy_valid_from,
        policies.key_type,
        policies.key_value,
        policies.sla_seconds,
        policies.clock,
        policies.notify_agent_seconds,
        policies.escalate_manager_seconds,
        policies.route_backup_seconds,
        row_number() over (
            partition by
                kinds.store_id, kinds.inquiry_date, kinds.lead_origin, kinds.lead_type, kinds.lead_source, kinds.channel_group, kinds.intent,
                policies.key_type, policies.key_value
            order by case when policies.store_id = '*' then 1 else 0 end, policies.valid_from desc nulls last
        ) as rank_of_key
    from kinds
    inner join {{ ref('ref_sla_policies') }} as policies
        on
            (policies.store_id = '*' or kinds.store_id = policies.store_id)
            and (policies.valid_from is null or kinds.inquiry_date >= policies.valid_from)
            and (policies.valid_to is null or kinds.inquiry_date <= policies.valid_to)
            and policies.sla_seconds is not null
            and (
                policies.key_type = 'all'
                or (policies.key_type = 'lead_origin' and kinds.lead_origin = policies.key_value)
                or (policies.key_type = 'lead_type' and kinds.lead_type = policies.key_value)
                or (policies.key_type = 'lead_source' and kinds.lead_source = policies.key_value)
                or (policies.key_type = 'channel_group' and kinds.channel_group = policies.key_value)
                or (policies.key_type = 'intent' and kinds.intent = policies.key_value)
            )
),

ranked as (
    select
        matching.*,
        row_number() over (
            partition by store_id, inquiry_date, lead_origin, lead_type, lead_source, channel_group, intent
            order by sla_seconds, key_type, key_value
        ) as rank_of_policy
    from matching
    where rank_of_key = 1
)

select
    opened.opportunity_key,
    ranked.policy_store_id,
    ranked.policy_valid_from,
    ranked.key_type as policy_key_type,
    ranked.key_value as policy_key_value,
    coalesce(ranked.sla_seconds, 300) as sla_seconds,
    coalesce(ranked.clock, 'wall') as sla_clock,
    coalesce(ranked.notify_agent_seconds, 300) as notify_agent_seconds,
    coalesce(ranked.escalate_manager_seconds, 600) as escalate_manager_seconds,
    coalesce(ranked.route_backup_seconds, 900) as route_backup_seconds
from opened
left join ranked
    on
        opened.store_id = ranked.store_id
        and opened.inquiry_date = ranked.inquiry_date
        and opened.lead_origin = ranked.lead_origin
        and opened.lead_type = ranked.lead_type
        and opened.lead_source = ranked.lead_source
        and opened.channel_group = ranked.channel_group
        and opened.intent = ranked.intent
        and ranked.rank_of_policy = 1
