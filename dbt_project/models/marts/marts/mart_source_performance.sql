-- Fine print: "everything by the month of the inquiry (cohort), sold and gross too; a sale without an opportunity is on a row with
-- lead_source `unattributed` in its contract month; ad spend stands under its platform's lead_source … with its campaign_id in the
-- month of performance_date; without spend cost_per_lead, cost_per_sold and roas are null".
{%- set counts = [
    'lead_records', 'leads', 'contacted', 'appointment_set', 'shown', 'sold', 'test_drive', 'quoted', 'delivered',
    'high_intent', 'medium_intent', 'low_intent', 'clicks', 'impressions',
] %}
with
opportunities as (
    select
        store_id,
        {{ month_of('inquiry_date') }} as month,
        channel_group,
        lead_source,
        campaign_id,
        lead_records,
        1 as leads,
        case when contacted_at is not null then 1 else 0 end as contacted,
        case when appointment_set_at is not null then 1 else 0 end as appointment_set,
        case when shown_at is not null then 1 else 0 end as shown,
        case when sold_on is not null then 1 else 0 end as sold,
        case when test_drive_at is not null then 1 else 0 end as test_drive,
        case when quoted_at is not null then 1 else 0 end as quoted,
        case when delivered_at is not null then 1 else 0 end as delivered,
        case when intent = 'high' then 1 else 0 end as high_intent,
        case when intent = 'medium' then 1 else 0 end as medium_intent,
        case when intent = 'low' then 1 else 0 end as low_intent,
        front_gross,
        back_gross,
        0 as spend,
        0 as clicks,
        0 as impressions
    from {{ ref('fct_opportunities') }}
),

unattributed as (
    select
        store_id,
        {{ month_of('sale_date') }} as month,
        'unknown' as channel_group,
        'unattributed' as lead_source,
        'none' as campaign_id,
        0 as lead_records,
        0 as leads,
        0 as contacted,
        0 as appointment_set,
        0 as shown,
        1 as sold,
        0 as test_drive,
        0 as quoted,
        0 as delivered,
        0 as high_intent,
        0 as medium_intent,
        0 as low_intent,
        front_gross,
        back_gross,
        0 as spend,
        0 as clicks,
        0 as impressions
    from {{ ref('int_sales__credited') }}
    where opportunity_key is null
),

spending as (
    select
        coalesce(ads.store_id, 'unknown') as store_id,
        {{ month_of('ads.performance_date') }} as month,
        ads.channel_group,
        ads.lead_source,
        ads.campaign_id,
        0 as lead_records,
        0 as leads,
        0 as contacted,
        0 as appointment_set,
        0 as shown,
        0 as sold,
        0 as test_drive,
        0 as quoted,
        0 as delivered,
        0 as high_intent,
        0 as medium_intent,
        0 as low_intent,
        0 as front_gross,
        0 as back_gross,
        ads.cost as spend,
        ads.clicks,
        ads.impressions
    from {{ ref('fct_ad_performance_daily') }} as ads
),

everything as (
    select * from opportunities
    union all
    select * from unattributed
    union all
    select * from spending
),

summed as (
    select
        store_id,
        month,
        channel_group,
        lead_source,
        campaign_id,
        {%- for column in counts %}
        cast(sum({{ column }}) as bigint) as {{ column }},
        {%- endfor %}
        cast(sum(coalesce(front_gross, 0)) as decimal(18, 4)) as front_gross,
        cast(sum(coalesce(back_gross, 0)) as decimal(18, 4)) as back_gross,
        cast(sum(coalesce(spend, 0)) as decimal(18, 4)) as spend
    from everything
    group by store_id, month, channel_group, lead_source, campaign_id
)

select
    store_id,
    month,
    channel_group,
    lead_source,
    campaign_id,
    lead_records,
    leads,
    contacted,
    appointment_set,
    shown,
    sold,
    front_gross,
    back_gross,
    spend,
    clicks,
    impressions,
    case when spend > 0 then {{ ratio('spend', 'leads') }} end as cost_per_lead,
    case when spend > 0 then {{ ratio('spend', 'sold') }} end as cost_per_sold,
    case when spend > 0 then {{ ratio('front_gross + back_gross', 'spend') }} end as roas_gross,
    test_drive,
    quoted,
    delivered,
    high_intent,
    medium_intent,
    low_intent,
    spend > 0 and leads = 0 as has_spend_without_leads
from summed
