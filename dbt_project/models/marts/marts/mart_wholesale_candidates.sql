{#-
    A used unit is a candidate for any of four reasons: aged, no activity, reconditioning over budget, title problem. The score ranks
    them: up to 40 for missing shoppers, 30 for overage (full at 1,000), 20 for age (full at twice the limit), 10 for a weakening
    season. It rises with each of them and never falls.
-#}
with
overages as (
    select
        inventory_unit_key,
        sum(overage_amount) as recon_overage_amount
    from {{ ref('fct_recon_stage_visits') }}
    group by inventory_unit_key
),

units as (
    select
        ladder.*,
        stock.title_status,
        stock.asking_price,
        stock.cost,
        coalesce(overages.recon_overage_amount, 0) as recon_overage_amount,
        this_month.season_index,
        next_month.season_index as next_season_index,
        ladder.days_in_stock > {{ param('aged_threshold_days', 'integer') }} as is_aged,
        coalesce(overages.recon_overage_amount > 0, false) as has_recon_overage,
        coalesce(lower(stock.title_status) in ('missing', 'problem'), false) as has_title_problem
    from {{ ref('mart_aging_ladder') }} as ladder
    inner join {{ ref('fct_inventory_daily') }} as stock
        on ladder.inventory_unit_key = stock.inventory_unit_key and ladder.as_of_date = stock.stock_date
    left join overages on ladder.inventory_unit_key = overages.inventory_unit_key
    left join {{ ref('ref_season_index') }} as this_month on extract(month from ladder.as_of_date) = this_month.month_of_year
    left join {{ ref('ref_season_index') }} as next_month
        on mod(cast(extract(month from ladder.as_of_date) as integer), 12) + 1 = next_month.month_of_year
    where ladder.vehicle_class = 'used'
),

scored as (
    select
        units.*,
        40 * greatest(0, 1 - (vdp_7d / 7.0 + 5 * leads_14d) / 5.0)
        + 30 * least(1, cast(recon_overage_amount as double) / 1000)
        + 20 * least(1, days_in_stock / (2.0 * {{ param('aged_threshold_days') }}))
        + 10 * least(1, greatest(0, coalesce(season_index - next_season_index, 0) / 0.02)) as score
    from units
    where is_aged or has_no_activity or has_recon_overage or has_title_problem
)

select
    inventory_unit_key,
    store_id,
    stock_number,
    vin,
    as_of_date,
    model_year,
    make,
    model,
    trim,
    days_in_stock,
    {#- A list in words, in a fixed order; portable, hence a text. #}
    substr(
        case when is_aged then ', aged' else '' end || case when has_no_activity then ', no_activity' else '' end
        || case when has_recon_overage then ', recon_overage' else '' end || case when has_title_problem then ', title_problem' else '' end,
        3
    ) as reasons,
    is_aged,
    has_no_activity,
    has_recon_overage,
    has_title_problem,
    cast(score as double) as score,
    cast(recon_overage_amount as decimal(18, 4)) as recon_overage_amount,
    title_status,
    vdp_7d,
    leads_14d,
    season_index,
    next_season_index,
    asking_price,
    cost,
    case
        when has_title_problem then {{ add_days('as_of_date', 14) }}
        when next_season_index < season_index or score >= 60 then as_of_date
        else {{ add_days('as_of_date', 7) }}
    end as suggested_action_date
from scored
