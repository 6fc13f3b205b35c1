with
placed as (
    select
        source.*,
        coalesce(by_code.store_id, by_name.store_id, source.store_id) as found_store_id
    from {{ ref('stg_vinsolutions__deals') }} as source
    left join {{ ref('can_store_aliases') }} as by_code on source.source_system = by_code.system and lower(source.store_id) = by_code.alias
    left join {{ ref('can_store_aliases') }} as by_name on by_name.system = '*' and lower(source.store_id) = by_name.alias
),

-- Stores of which another system sends rows. A branch with a canonical model of its own is asked too, but for ours.
elsewhere as (
    {%- for model in ['stg_canonical__deals'] + vendor_models('deals') if model != 'can_vinsolutions_deals' %}
    {{ 'union' if not loop.first }}
    select coalesce(by_code.store_id, by_name.store_id, source.store_id) as store_id
    from {{ ref(model) }} as source
    left join {{ ref('can_store_aliases') }} as by_code on source.source_system = by_code.system and lower(source.store_id) = by_code.alias
    left join {{ ref('can_store_aliases') }} as by_name on by_name.system = '*' and lower(source.store_id) = by_name.alias
    {%- endfor %}
)

select
    placed.found_store_id as store_id,
    placed.deal_number,
    placed.stock_number,
    placed.vin,
    placed.vehicle_class,
    placed.customer_id,
    placed.first_name,
    placed.last_name,
    placed.email,
    placed.phone,
    placed.lead_id,
    placed.salesperson_agent_id,
    placed.sale_type,
    placed.status,
    placed.contract_date,
    placed.booked_date,
    placed.accounting_date,
    placed.delivered_at,
    placed.unwound_on,
    placed.sale_price,
    placed.vehicle_cost,
    placed.recon_cost,
    placed.front_gross,
    placed.pack,
    placed.back_gross,
    placed.holdback,
    placed.trade_vin,
    placed.trade_acv,
    placed.trade_payoff,
    placed.updated_at,
    placed.arrival,
    placed.row_number,
    placed.line_number,
    placed.batch_id,
    placed.source_system
from placed
left join elsewhere on placed.found_store_id = elsewhere.store_id
left join {{ ref('ref_record_owners') }} as store_owner on store_owner.entity = 'deals' and placed.found_store_id = store_owner.store_id
left join {{ ref('ref_record_owners') }} as any_owner on any_owner.entity = 'deals' and any_owner.store_id = '*'
where
    coalesce(store_owner.system, any_owner.system, 'dms') = placed.source_system
    or (coalesce(store_owner.system, any_owner.system, 'dms') = 'dms' and elsewhere.store_id is null)
