with
units as (
    select * from {{ ref('stg_feeds__inventory_snapshots') }}
),

-- What feeds call a store, once each: a list has hundreds of units and one store.
named as (
    select distinct
        store_id as store_as_sent,
        dealer_code_system
    from units
    where store_id is not null
),

candidates as (
    select
        named.store_as_sent,
        named.dealer_code_system,
        stores.store_id,
        1 as rule_number
    from named
    inner join {{ ref('can_stores') }} as stores on named.store_as_sent = stores.store_id
    union all
    select
        named.store_as_sent,
        named.dealer_code_system,
        codes.store_id,
        2 as rule_number
    from named
    inner join {{ ref('can_store_dealer_codes') }} as codes
        on lower(named.dealer_code_system) = codes.system and lower(named.store_as_sent) = codes.code
    union all
    select
        named.store_as_sent,
        named.dealer_code_system,
        stores.store_id,
        3 as rule_number
    from named
    inner join {{ ref('can_stores') }} as stores on lower(named.store_as_sent) = lower(stores.store_name)
),

ranked as (
    select
        store_as_sent,
        dealer_code_system,
        store_id,
        row_number() over (partition by store_as_sent, dealer_code_system order by rule_number, store_id) as rank_of_candidate
    from candidates
)

select
    coalesce(ranked.store_id, units.store_id) as store_id,
    units.snapshot_at,
    units.stock_number,
    units.vin,
    units.vehicle_class,
    units.model_year,
    units.make,
    units.model,
    units.trim,
    units.body_style,
    units.exterior_color,
    units.interior_color,
    units.mileage,
    units.acquisition_type,
    units.acquired_on,
    units.wholesaled_on,
    units.arrived_at,
    units.lot_ready_at,
    units.status,
    units.asking_price,
    units.msrp,
    units.cost,
    units.pack,
    units.recon_cost,
    units.is_on_hold,
    units.title_status,
    units.floor_plan_status,
    units.eta_on,
    units.updated_at,
    units.arrival,
    units.row_number,
    units.line_number,
    units.batch_id,
    units.source_system
from units
left join ranked
    on
        units.store_id = ranked.store_as_sent
        and units.dealer_code_system = ranked.dealer_code_system
        and ranked.rank_of_candidate = 1
