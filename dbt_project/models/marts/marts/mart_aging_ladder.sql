with
units as (
    select stock.*
    from {{ ref('fct_inventory_daily') }} as stock
    inner join {{ ref('int_stores__clock') }} as clocks on stock.store_id = clocks.store_id and stock.stock_date = clocks.as_of_date
),

-- Two windows of equal length, the later one ending with the as_of date.
views as (
    select
        units.inventory_unit_key,
        sum(
            case
                when engagement.engagement_date > {{ add_days('units.stock_date', '-' ~ param('trend_window_days', 'integer')) }} then engagement.vdp_views else
                    0
            end
        )
            as vdp_7d,
        sum(
            case
                when
                    engagement.engagement_date <= {{ add_days('units.stock_date', '-' ~ param('trend_window_days', 'integer')) }}
                    then engagement.vdp_views else
                    0
            end
        )
            as vdp_prior_7d,
        sum(
            case
                when engagement.engagement_date > {{ add_days('units.stock_date', '-' ~ param('trend_window_days', 'integer')) }} then engagement.srp_views else
                    0
            end
        )
            as srp_7d,
        sum(
            case
                when
                    engagement.engagement_date <= {{ add_days('units.stock_date', '-' ~ param('trend_window_days', 'integer')) }}
                    then engagement.srp_views else
                    0
            end
        )
            as srp_prior_7d
    from units
    inner join {{ ref('fct_vehicle_engagement_daily') }} as engagement
        on
            units.inventory_unit_key = engagement.inventory_unit_key
            and units.stock_date >= engagement.engagement_date
            and engagement.engagement_date > {{ add_days('units.stock_date', '-2 * ' ~ param('trend_window_days', 'integer')) }}
    group by units.inventory_unit_key
),

-- An inquiry is an opportunity with a lead that names the car.
inquiries as (
    select
        units.inventory_unit_key,
        count(distinct leads.opportunity_key) as leads_14d
    from units
    inner join {{ ref('fct_leads') }} as leads
        on
            units.store_id = leads.store_id
            and (units.vin = leads.vin or (leads.vin is null and units.stock_number = leads.stock_number))
            and leads.is_sales_lead
            and units.stock_date >= leads.inquiry_date
            and leads.inquiry_date > {{ add_days('units.stock_date', '-' ~ param('inquiry_window_days', 'integer')) }}
    group by units.inventory_unit_key
),

recon as (
    select
        inventory_unit_key,
        stage,
        is_breach,
        hours_in_stage,
        work_order_url,
        row_number() over (partition by inventory_unit_key order by entered_at desc, visit_id asc) as rank_from_last
    from {{ ref('fct_recon_stage_visits') }}
    where is_open
),

joined as (
    select
        units.inventory_unit_key,
        units.store_id,
        units.stock_number,
        units.vin,
        units.stock_date as as_of_date,
        units.vehicle_class,
        units.model_year,
        units.make,
        units.model,
        units.trim,
        units.status,
        units.days_in_stock,
        {{ aging_bucket('units.days_in_stock') }} as bucket,
        coalesce(views.vdp_7d, 0) as vdp_7d,
        coalesce(views.vdp_prior_7d, 0) as vdp_prior_7d,
        coalesce(views.srp_7d, 0) as srp_7d,
        coalesce(views.srp_prior_7d, 0) as srp_prior_7d,
        coalesce(inquiries.leads_14d, 0) as leads_14d,
        market.price_to_market,
        market.is_low_vdp,
        market.drift_streak_days,
        recon.stage as recon_stage,
        coalesce(recon.is_breach, false) as is_recon_breach
    from units
    left join views on units.inventory_unit_key = views.inventory_unit_key
    left join inquiries on units.inventory_unit_key = inquiries.inventory_unit_key
    left join recon on units.inventory_unit_key = recon.inventory_unit_key and recon.rank_from_last = 1
    left join {{ ref('fct_price_to_market_daily') }} as market on units.unit_day_key = market.unit_day_key
)

select
    inventory_unit_key,
    store_id,
    stock_number,
    vin,
    as_of_date,
    vehicle_class,
    model_year,
    make,
    model,
    trim,
    status,
    days_in_stock,
    bucket,
    cast(vdp_7d as integer) as vdp_7d,
    cast(vdp_prior_7d as integer) as vdp_prior_7d,
    {{ ratio('vdp_7d - vdp_prior_7d', 'vdp_prior_7d') }} as vdp_trend_ratio,
    cast(srp_7d as integer) as srp_7d,
    cast(srp_prior_7d as integer) as srp_prior_7d,
    {{ ratio('srp_7d - srp_prior_7d', 'srp_prior_7d') }} as srp_trend_ratio,
    cast(leads_14d as integer) as leads_14d,
    vdp_7d < {{ param('no_activity_vdp_views', 'integer') }} and leads_14d = 0 as has_no_activity,
    price_to_market,
    is_low_vdp,
    drift_streak_days,
    recon_stage,
    is_recon_breach,
    case
        when status = 'recon' and is_recon_breach then 'finish_recon'
        when drift_streak_days >= {{ param('drift_alert_days', 'integer') }} then 'price_review'
        when days_in_stock > {{ param('aged_threshold_days', 'integer') }} and is_low_vdp then 'price_review'
        when days_in_stock > 60 then 'wholesale_review'
        when days_in_stock >= 30 and vdp_7d > vdp_prior_7d then 'hold_price'
        when days_in_stock >= 30 then 'markdown'
        else 'none'
    end as recommended_action
from joined
