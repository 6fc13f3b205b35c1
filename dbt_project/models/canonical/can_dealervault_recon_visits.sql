{#-
    What reconditioning did, told from the DMS: an internal repair order on a stock number is a visit. A recon tool knows better (stages,
    vendors, hours): its stock numbers are its own, whatever order the two arrive in; repair orders add the rest.
    An order has one stage, for it says of no part of its work when that was done: sublet where at least half of its cost is.
    Days are all it says of time: a visit begins and ends at the beginning of a day, which on average is neither too long nor too short.
-#}
with
orders as (
    select
        orders.*,
        coalesce(by_code.store_id, by_name.store_id, orders.store_id) as found_store_id,
        coalesce(orders.internal_sale, orders.internal_cost) as internal_amount,
        case
            when coalesce(orders.internal_sublet_sale, orders.internal_sublet_cost) is null
                then {{ position_of("'sublet'", "lower(coalesce(orders.operation_codes, '') || coalesce(orders.operation_descriptions, ''))") }} > 0
            else coalesce(orders.internal_sublet_sale, orders.internal_sublet_cost) * 2 >= coalesce(orders.internal_sale, orders.internal_cost)
        end as is_sublet
    from {{ ref('stg_dealervault__repair_orders') }} as orders
    left join {{ ref('can_store_aliases') }} as by_code
        on orders.source_system = by_code.system and lower(orders.store_id) = by_code.alias
    left join {{ ref('can_store_aliases') }} as by_name on by_name.system = '*' and lower(orders.store_id) = by_name.alias
    where
        orders.stock_number is not null
        and (orders.internal_sale > 0 or orders.internal_cost > 0)
),

known_to_a_tool as (
    {%- for model in ['stg_canonical__recon_stage_visits'] + vendor_models('recon_stage_visits') if model != 'can_dealervault_recon_visits' %}
    {{ 'union' if not loop.first }}
    select
        store_id,
        stock_number
    from {{ ref(model) }}
    {%- endfor %}
)

select
    orders.repair_order_id as visit_id,
    orders.found_store_id as store_id,
    orders.stock_number,
    case when orders.is_sublet then 'sublet' else 'in_process' end as stage,
    cast(orders.opened_on as varchar) as entered_at,
    cast(orders.closed_on as varchar) as exited_at,
    cast(null as varchar) as vendor,
    orders.ro_number,
    cast(null as varchar) as work_order_url,
    orders.internal_amount as cost,
    cast(null as decimal(18, 4)) as budget,
    cast(null as varchar) as blocker_reason,
    orders.updated_at,
    orders.arrival,
    orders.row_number,
    orders.line_number,
    orders.batch_id,
    orders.source_system
from orders
left join known_to_a_tool as tool on orders.found_store_id = tool.store_id and orders.stock_number = tool.stock_number
where tool.stock_number is null
