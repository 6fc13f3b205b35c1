{#-
    A step fires when days in stock ≥ its day, once per step; the highest one reached is open, those below it are passed.
    Guardrail: no suggestion leaves less than the net floor after cost, reconditioning, pack and holding cost so far; it is capped
    there, and blocked where the price is there already. A unit whose views rise is not discounted.
-#}
with
units as (
    select
        ladder.*,
        case when not stock.is_price_suspect and stock.asking_price > 0 then stock.asking_price end as price,
        stock.cost + coalesce(stock.recon_cost, 0) + coalesce(stock.pack, 0)
        + cast({{ param('holding_cost_per_day', 'decimal(18, 4)') }} * ladder.days_in_stock as decimal(18, 4))
        + {{ param('markdown_net_floor', 'decimal(18, 4)') }} as lowest_price
    from {{ ref('mart_aging_ladder') }} as ladder
    inner join {{ ref('fct_inventory_daily') }} as stock
        on ladder.inventory_unit_key = stock.inventory_unit_key and ladder.as_of_date = stock.stock_date
),

steps as (
    select
        units.*,
        steps.step_days,
        steps.discount_share,
        {{ add_days('units.as_of_date', 'steps.step_days - units.days_in_stock') }} as step_reached_on,
        cast(units.price * (1 - steps.discount_share) as decimal(18, 4)) as discounted_price,
        max(steps.step_days) over (partition by units.inventory_unit_key) as highest_step_days
    from units
    inner join {{ ref('ref_markdown_steps') }} as steps
        on units.vehicle_class = steps.vehicle_class and units.days_in_stock >= steps.step_days
    where units.price is not null
),

cuts as (
    select
        steps.inventory_unit_key,
        steps.step_days,
        min(changes.changed_on) as marked_down_on
    from steps
    inner join {{ ref('fct_price_changes') }} as changes
        on
            steps.inventory_unit_key = changes.inventory_unit_key
            and changes.change_amount < 0
            and steps.step_reached_on <= changes.changed_on
    group by steps.inventory_unit_key, steps.step_days
)

select
    steps.inventory_unit_key,
    steps.store_id,
    steps.stock_number,
    steps.vin,
    steps.as_of_date,
    steps.vehicle_class,
    cast(steps.step_days as integer) as step_days,
    steps.step_reached_on,
    steps.days_in_stock,
    steps.price as asking_price,
    steps.discount_share,
    case when steps.vdp_7d > steps.vdp_prior_7d then 'rising' when steps.vdp_7d < steps.vdp_prior_7d then 'falling' else 'steady' end as demand_trend,
    case
        when steps.lowest_price >= steps.price then steps.price
        when steps.lowest_price > steps.discounted_price then steps.lowest_price
        else steps.discounted_price
    end as suggested_price,
    cast(steps.lowest_price as decimal(18, 4)) as lowest_price,
    case
        when steps.lowest_price is null then 'no_cost'
        when steps.lowest_price >= steps.price then 'blocked'
        when steps.lowest_price > steps.discounted_price then 'capped'
        else 'passed'
    end as guardrail,
    'used_car_manager' as owner_role,
    cuts.marked_down_on,
    case
        when cuts.marked_down_on is not null then 'done'
        when steps.step_days < steps.highest_step_days then 'passed'
        when steps.vdp_7d > steps.vdp_prior_7d then 'skipped'
        when steps.lowest_price >= steps.price then 'blocked'
        else 'open'
    end as status,
    case when steps.vdp_7d > steps.vdp_prior_7d then 'trending' when steps.lowest_price > steps.discounted_price then 'guardrail' end as reason
from steps
left join cuts on steps.inventory_unit_key = cuts.inventory_unit_key and steps.step_days = cuts.step_days
