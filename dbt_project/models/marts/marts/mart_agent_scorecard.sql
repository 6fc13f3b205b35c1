-- The score compares an agent with what the same mix of inquiries (source and lead type) gives over all agents of the home: above 1 is
-- better than the mix. Unassigned opportunities are on no card.
with
opportunities as (
    select
        store_id,
        owner_agent_id,
        {{ week_of('inquiry_date') }} as week_start_date,
        opportunity_key,
        lead_source,
        lead_type,
        response_seconds,
        is_within_sla,
        is_sla_elapsed,
        case when contacted_at is not null then 1 else 0 end as contacted,
        case when appointment_set_at is not null then 1 else 0 end as appointment_set,
        case when appointment_confirmed_at is not null then 1 else 0 end as appointment_confirmed,
        case when shown_at is not null then 1 else 0 end as shown,
        case when test_drive_at is not null then 1 else 0 end as test_drive,
        -- A sale dated before its inquiry has no speed (M-22).
        case when sold_on >= inquiry_date then {{ days_between('inquiry_date', 'sold_on') }} end as days_to_sold,
        case when quoted_at is not null then 1 else 0 end as quoted,
        case when sold_on is not null then 1 else 0 end as sold,
        case when delivered_at is not null then 1 else 0 end as delivered,
        front_gross,
        back_gross
    from {{ ref('fct_opportunities') }}
),

-- What a cell of the mix gives on average.
pooled as (
    select
        lead_source,
        lead_type,
        avg(cast(contacted as double)) as contact_rate,
        avg(cast(sold as double)) as sold_rate
    from opportunities
    group by lead_source, lead_type
),

touches as (
    select
        opportunities.opportunity_key,
        count(*) as outbound_touches
    from {{ ref('fct_lead_interactions') }} as interactions
    inner join {{ ref('fct_opportunities') }} as opportunities
        on
            interactions.opportunity_key = opportunities.opportunity_key
            and interactions.occurred_at >= opportunities.inquiry_at
            and interactions.occurred_at < {{ add_seconds('opportunities.inquiry_at', '7 * 86400') }}
    where interactions.direction = 'outbound'
    group by opportunities.opportunity_key
),

summed as (
    select
        opportunities.store_id,
        opportunities.owner_agent_id as agent_id,
        opportunities.week_start_date,
        count(*) as leads,
        cast(sum(opportunities.contacted) as bigint) as contacted,
        cast(sum(opportunities.appointment_set) as bigint) as appointment_set,
        cast(sum(opportunities.appointment_confirmed) as bigint) as appointment_confirmed,
        cast(sum(opportunities.shown) as bigint) as shown,
        cast(sum(opportunities.test_drive) as bigint) as test_drive,
        {{ median('opportunities.days_to_sold') }} as days_to_sold_median,
        cast(sum(opportunities.quoted) as bigint) as quoted,
        cast(sum(opportunities.sold) as bigint) as sold,
        cast(sum(opportunities.delivered) as bigint) as delivered,
        cast(sum(opportunities.front_gross) as decimal(18, 4)) as front_gross,
        cast(sum(opportunities.back_gross) as decimal(18, 4)) as back_gross,
        count(opportunities.response_seconds) as responded,
        count(case when opportunities.response_seconds <= {{ param('response_target_seconds') }} then 1 end) as within_5_min,
        count(case when opportunities.is_within_sla then 1 end) as within_sla,
        count(case when opportunities.is_sla_elapsed then 1 end) as sla_elapsed,
        {{ median('opportunities.response_seconds') }} as response_median_seconds,
        {{ percentile('opportunities.response_seconds', 0.9) }} as response_p90_seconds,
        -- Decimals: a sum of floats depends on the order of its rows, and so would the score.
        cast(sum(cast(pooled.contact_rate as decimal(18, 9))) as double) as expected_contacted,
        cast(sum(cast(pooled.sold_rate as decimal(18, 9))) as double) as expected_sold,
        cast(sum(coalesce(touches.outbound_touches, 0)) as bigint) as outbound_touches_7_days,
        count(case when touches.outbound_touches > {{ param('touch_limit') }} then 1 end) as saturated_leads
    from opportunities
    inner join pooled on opportunities.lead_source = pooled.lead_source and opportunities.lead_type = pooled.lead_type
    left join touches on opportunities.opportunity_key = touches.opportunity_key
    where opportunities.owner_agent_id <> 'unassigned'
    group by opportunities.store_id, opportunities.owner_agent_id, opportunities.week_start_date
),

scored as (
    select
        summed.*,
        {{ ratio('contacted', 'leads') }} as contact_rate,
        {{ ratio('appointment_set', 'leads') }} as appointment_rate,
        {{ ratio('sold', 'leads') }} as sold_rate,
        {{ ratio('within_sla', 'sla_elapsed') }} as sla_attainment,
        {{ ratio('contacted', 'expected_contacted') }} as contact_score,
        {{ ratio('sold', 'expected_sold') }} as sold_score,
        leads < {{ param('minimum_sample') }} as is_small_sample
    from summed
),

flagged as (
    select
        scored.*,
        not is_small_sample and coalesce(response_median_seconds > {{ param('response_target_seconds') }}, true) as is_slow_flag,
        not is_small_sample and coalesce(contact_score < {{ param('coaching_score') }}, false) as is_low_contact_flag,
        not is_small_sample and coalesce(sold_score < {{ param('coaching_score') }}, false) as is_low_sold_flag
    from scored
)

select
    store_id,
    agent_id,
    week_start_date,
    leads,
    contacted,
    appointment_set,
    appointment_confirmed,
    shown,
    test_drive,
    quoted,
    sold,
    delivered,
    front_gross,
    back_gross,
    responded,
    within_5_min,
    within_sla,
    sla_elapsed,
    response_median_seconds,
    response_p90_seconds,
    days_to_sold_median,
    contact_rate,
    appointment_rate,
    sold_rate,
    sla_attainment,
    expected_contacted,
    expected_sold,
    contact_score,
    sold_score,
    outbound_touches_7_days,
    saturated_leads,
    is_small_sample,
    is_slow_flag,
    is_low_contact_flag,
    is_low_sold_flag,
    coalesce(nullif(trim(
        case when is_slow_flag then 'answers late ' else '' end
        || case when is_low_contact_flag then 'reaches few for the mix ' else '' end
        || case when is_low_sold_flag then 'sells little for the mix' else '' end
    ), ''), 'none') as coaching_reason
from flagged
