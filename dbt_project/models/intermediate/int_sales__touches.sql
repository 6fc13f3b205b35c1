-- The touches that may be credited for a sale: the sales leads of its shopper at its store up to its day, at most 90 days (parameter)
-- before, and in any case the first lead of its opportunity. A sale without any is credited to nobody: source `unattributed`.
with
buyers as (
    select
        sales.sale_key,
        sales.store_id,
        sales.sale_date,
        sales.opportunity_key,
        coalesce(opened.shopper_id, sales.shopper_id) as shopper_id,
        opened.first_lead_id,
        opened.store_id as inquiry_store_id
    from {{ ref('int_sales__credited') }} as sales
    left join {{ ref('int_opportunities__opened') }} as opened on sales.opportunity_key = opened.opportunity_key
),

touches as (
    select
        buyers.sale_key,
        opportunities.lead_id,
        opportunities.lead_at
    from buyers
    inner join {{ ref('int_opportunities__leads') }} as opportunities
        on
            coalesce(buyers.inquiry_store_id, buyers.store_id) = opportunities.store_id
            and buyers.shopper_id = opportunities.shopper_id
    inner join {{ ref('int_stores__clock') }} as clock on opportunities.store_id = clock.store_id
    where
        opportunities.lead_id = buyers.first_lead_id
        or (
            {{ local_date('opportunities.lead_at', 'clock.timezone') }} <= buyers.sale_date
            and {{ local_date('opportunities.lead_at', 'clock.timezone') }}
            >= {{ add_days('buyers.sale_date', '-' ~ param('attribution_days', 'integer')) }}
        )
),

described as (
    select
        buyers.sale_key,
        touches.lead_id,
        touches.lead_at,
        coalesce(leads.source_code, 'unattributed') as lead_source,
        coalesce(leads.channel_group, 'unknown') as channel_group,
        coalesce(leads.campaign_id, 'none') as campaign_id
    from buyers
    left join touches on buyers.sale_key = touches.sale_key
    left join {{ ref('can_leads') }} as leads on touches.lead_id = leads.lead_id
)

select
    sale_key,
    lead_id,
    lead_at,
    lead_source,
    channel_group,
    campaign_id,
    row_number() over (partition by sale_key order by lead_at, lead_id) as touch_number,
    count(*) over (partition by sale_key) as touch_count,
    -- The last one that is not direct; where all are direct, the last.
    row_number() over (
        partition by sale_key
        order by case when channel_group = 'direct' then 1 else 0 end, lead_at desc, lead_id desc
    ) as rank_for_last_non_direct
from described
