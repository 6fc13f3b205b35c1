{#-
    Runs of local days on which a unit closed in stock in one state. The state at the end of a local day counts: the last one
    of the day; the last day is the store's as_of date, in its state at as_of.
    Rule 2: in stock = status in_stock, recon, hold or pending_sale; available = in_stock or recon, and not on hold.
    Rule 3: age starts at acquired_on, else wholesaled_on where the unit was bought at auction or in a dealer trade, else the local
    date of the episode's first version or list.
-#}
with
closings as (
    select
        states.inventory_unit_key,
        states.status,
        states.row_id,
        states.changed_on as from_on,
        case when states.until_on is null then clocks.as_of_date else {{ add_days('states.until_on', -1) }} end as to_on,
        episodes.store_id,
        episodes.store_id_raw,
        observed.stock_number,
        episodes.vin,
        episodes.observation_kind,
        episodes.first_seen_on,
        statuses.is_available
    from {{ ref('int_units__states') }} as states
    inner join {{ ref('int_units__episodes') }} as episodes on states.inventory_unit_key = episodes.inventory_unit_key
    -- A feed may renumber a car within its episode: each day has the number that the store's list gave it.
    inner join {{ ref('int_units__observed') }} as observed on states.row_id = observed.row_id
    inner join {{ ref('int_stores__clock') }} as clocks on episodes.store_id = clocks.store_id
    inner join {{ ref('ref_inventory_statuses') }} as statuses on states.status = statuses.status and statuses.is_in_stock
    where states.until_on is null or states.until_on > states.changed_on
)

select
    closings.inventory_unit_key,
    closings.store_id,
    closings.store_id_raw,
    closings.stock_number,
    closings.vin,
    closings.observation_kind,
    closings.from_on,
    closings.to_on,
    closings.status,
    closings.is_available and not details.is_on_hold as is_available,
    details.is_on_hold,
    coalesce(
        details.acquired_on,
        case when details.acquisition_type in ('auction', 'dealer_trade_in') then details.wholesaled_on end,
        closings.first_seen_on
    ) as aging_start_on,
    case
        when details.acquired_on is not null then 'acquired'
        when details.acquisition_type in ('auction', 'dealer_trade_in') and details.wholesaled_on is not null then 'wholesale_purchase'
        else 'first_seen'
    end as aging_basis,
    details.vehicle_class,
    details.is_certified,
    details.model_year,
    details.make,
    details.model,
    details.trim,
    details.mileage,
    details.asking_price,
    details.is_price_suspect,
    case when details.asking_price > 0 and not details.is_price_suspect then details.asking_price end as trusted_price,
    details.msrp,
    details.cost,
    details.pack,
    details.recon_cost,
    details.acquisition_type,
    details.title_status,
    details.floor_plan_status,
    details.arrived_at,
    details.lot_ready_at
from closings
inner join {{ ref('int_units__details') }} as details on closings.row_id = details.row_id
