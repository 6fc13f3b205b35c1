{#-
    requirements ATT-07, decision C-46: a jump is a 7-day cost per lead above 1.5 × that of the 28 days before (parameter), with enough leads
    before and 90 % intervals that do not touch. Days that the platform has not closed count on neither side. Nothing is written to a
    platform. Leads name a campaign and no ad group, so this is by campaign; the ad group that took most of the money stands beside it.
-#}
with
days as (
    select
        efficiency.platform,
        efficiency.account_id,
        efficiency.campaign_id,
        efficiency.ad_group_id,
        efficiency.spend,
        efficiency.leads,
        clock.as_of_date,
        {{ days_between('efficiency.performance_date', 'clock.as_of_date') }} as days_ago
    from {{ ref('mart_ad_efficiency') }} as efficiency
    inner join {{ ref('int_stores__clock') }} as clock on coalesce(efficiency.store_id, 'unknown') = clock.store_id
    where efficiency.is_complete
),

groups as (
    select
        platform,
        account_id,
        campaign_id,
        ad_group_id,
        sum(spend) as spend
    from days
    where days_ago between 1 and 7
    group by platform, account_id, campaign_id, ad_group_id
    having sum(spend) > 0
),

largest as (
    select
        groups.*,
        row_number() over (partition by platform, account_id, campaign_id order by spend desc, ad_group_id asc) as rank_by_spend
    from groups
),

counted as (
    select
        platform,
        account_id,
        campaign_id,
        max(as_of_date) as as_of_date,
        sum(case when days_ago <= 7 then spend else 0 end) as spend_7d,
        cast(sum(case when days_ago <= 7 then leads else 0 end) as bigint) as leads_7d,
        sum(case when days_ago > 7 then spend else 0 end) as spend_28d_before,
        cast(sum(case when days_ago > 7 then leads else 0 end) as bigint) as leads_28d_before
    from days
    where days_ago between 1 and 35
    group by platform, account_id, campaign_id
    having sum(case when days_ago <= 7 then spend else 0 end) > 0
),

last_limit as (
    select max(events) as events from {{ ref('ref_poisson_limits') }}
),

-- Counts beyond the table of limits take the relative width of its last row, which is wider than their own.
limited as (
    select
        counted.*,
        greatest(counted.leads_7d / cast(last_limit.events as double), 1) * recent.upper_limit as leads_7d_high,
        greatest(counted.leads_28d_before / cast(last_limit.events as double), 1) * earlier.lower_limit as leads_28d_low
    from counted
    cross join last_limit
    inner join {{ ref('ref_poisson_limits') }} as recent on least(counted.leads_7d, last_limit.events) = recent.events
    inner join {{ ref('ref_poisson_limits') }} as earlier on least(counted.leads_28d_before, last_limit.events) = earlier.events
),

costed as (
    select
        limited.*,
        {{ ratio('spend_7d', 'leads_7d') }} as cost_per_lead_7d,
        {{ ratio('spend_7d', 'leads_7d_high') }} as cost_per_lead_7d_low,
        {{ ratio('spend_28d_before', 'leads_28d_before') }} as cost_per_lead_28d_before,
        {{ ratio('spend_28d_before', 'leads_28d_low') }} as cost_per_lead_28d_high
    from limited
),

judged as (
    select
        costed.*,
        leads_28d_before < {{ param('spike_minimum_leads') }} as is_small,
        -- Without a lead in the 7 days the lower limit of their cost stands for it: it cost at least that.
        coalesce(
            coalesce(cost_per_lead_7d, cost_per_lead_7d_low) > {{ param('spike_ratio') }} * cost_per_lead_28d_before
            and cost_per_lead_7d_low > cost_per_lead_28d_high, false
        ) as is_above
    from costed
)

select
    judged.platform,
    judged.account_id,
    judged.campaign_id,
    judged.as_of_date,
    cast(judged.spend_7d as decimal(18, 4)) as spend_7d,
    judged.leads_7d,
    judged.cost_per_lead_7d,
    judged.cost_per_lead_7d_low,
    cast(judged.spend_28d_before as decimal(18, 4)) as spend_28d_before,
    judged.leads_28d_before,
    judged.cost_per_lead_28d_before,
    judged.cost_per_lead_28d_high,
    {{ ratio('judged.cost_per_lead_7d', 'judged.cost_per_lead_28d_before') }} as cost_ratio,
    judged.is_above and not judged.is_small as is_spike,
    largest.ad_group_id as largest_ad_group_id,
    case when judged.is_above and not judged.is_small then 'review or pause' else 'keep' end as recommendation,
    case
        when judged.is_small then 'too few leads before to tell'
        when judged.is_above then 'cost per lead has jumped and the intervals lie apart'
        else 'within what chance explains, or below the multiple'
    end as reason
from judged
left join largest
    on
        judged.platform = largest.platform
        and judged.account_id = largest.account_id
        and judged.campaign_id = largest.campaign_id
        and largest.rank_by_spend = 1
