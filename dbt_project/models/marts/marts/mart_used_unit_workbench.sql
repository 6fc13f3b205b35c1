with
markdowns as (
    select
        inventory_unit_key,
        step_days,
        suggested_price,
        guardrail,
        status,
        row_number() over (partition by inventory_unit_key order by step_days desc) as rank_from_last
    from {{ ref('mart_markdown_queue') }}
),

recon as (
    select
        inventory_unit_key,
        hours_in_stage,
        sla_hours,
        vendor,
        work_order_url,
        blocker_reason,
        row_number() over (partition by inventory_unit_key order by entered_at desc, stage asc) as rank_from_last
    from {{ ref('mart_recon_pipeline') }}
)

select
    ladder.inventory_unit_key,
    ladder.store_id,
    ladder.stock_number,
    ladder.vin,
    ladder.as_of_date,
    ladder.model_year,
    ladder.make,
    ladder.model,
    ladder.trim,
    ladder.status,
    ladder.days_in_stock,
    ladder.bucket,
    ladder.vdp_7d,
    ladder.vdp_prior_7d,
    ladder.srp_7d,
    ladder.srp_prior_7d,
    ladder.leads_14d,
    ladder.recon_stage,
    recon.hours_in_stage as recon_hours_in_stage,
    recon.sla_hours as recon_sla_hours,
    ladder.is_recon_breach,
    recon.vendor as recon_vendor,
    recon.work_order_url,
    recon.blocker_reason,
    market.asking_price,
    market.market_avg_price,
    market.comp_count,
    market.price_to_market,
    market.percentile_rank,
    market.drift_streak_days,
    candidates.reasons as wholesale_reasons,
    candidates.score as wholesale_score,
    candidates.suggested_action_date as wholesale_action_date,
    markdowns.step_days as markdown_step_days,
    markdowns.suggested_price as markdown_suggested_price,
    markdowns.guardrail as markdown_guardrail,
    markdowns.status as markdown_status,
    merchandising.completeness,
    merchandising.live_channels,
    ladder.recommended_action
from {{ ref('mart_aging_ladder') }} as ladder
inner join {{ ref('mart_price_to_market') }} as market
    on ladder.inventory_unit_key = market.inventory_unit_key and ladder.as_of_date = market.as_of_date
left join markdowns on ladder.inventory_unit_key = markdowns.inventory_unit_key and markdowns.rank_from_last = 1
left join recon on ladder.inventory_unit_key = recon.inventory_unit_key and recon.rank_from_last = 1
left join {{ ref('mart_wholesale_candidates') }} as candidates on ladder.inventory_unit_key = candidates.inventory_unit_key
left join {{ ref('mart_merchandising') }} as merchandising on ladder.inventory_unit_key = merchandising.inventory_unit_key
where ladder.vehicle_class = 'used'
