with
staged as (
    {{ staged_rows('deals') }}
),

typed as (
    select
        coalesce(stores.store_id, 'unknown') as store_id,
        staged.store_id as store_id_raw,
        staged.deal_number,
        staged.stock_number,
        staged.vin,
        {{ canonical_value('staged.vehicle_class', 'vehicle_class') }} as vehicle_class,
        staged.vehicle_class as vehicle_class_raw,
        staged.customer_id,
        staged.first_name,
        staged.last_name,
        staged.email,
        staged.phone,
        staged.lead_id,
        staged.salesperson_agent_id,
        {{ canonical_value('staged.sale_type', 'sale_type') }} as sale_type,
        staged.sale_type as sale_type_raw,
        case when staged.status is not null then {{ status_map_value('status_map') }} end as status,
        staged.status as status_raw,
        staged.contract_date,
        staged.booked_date,
        staged.accounting_date,
        {{ to_utc('staged.delivered_at', "coalesce(stores.timezone, 'UTC')") }} as delivered_at,
        -- DealerVault gives the day of the last change of status, whatever it was: that of an unwinding where the status says so.
        case
            when staged.source_system <> 'dealervault' or {{ status_map_value('status_map') }} = 'unwound' then staged.unwound_on
        end as unwound_on,
        staged.sale_price,
        staged.vehicle_cost,
        staged.recon_cost,
        staged.front_gross,
        staged.pack,
        staged.back_gross,
        staged.holdback,
        staged.trade_vin,
        staged.trade_acv,
        staged.trade_payoff,
        {{ to_utc('staged.updated_at', "coalesce(stores.timezone, 'UTC')") }} as updated_at,
        staged.batch_id || ':' || cast(staged.row_number as varchar) as row_id,
        staged.batch_id,
        staged.line_number,
        staged.arrival,
        staged.row_number,
        staged.source_system
    from staged
    left join {{ ref('can_stores') }} as stores on staged.store_id = stores.store_id
    {{ join_status_map('status_map', 'deal', 'staged.status', 'staged.source_system', 'staged.store_id') }}
),

-- Who rules a deal: the system of record of the field map (1), its fallback (2), another system (3). Files of the group rule like the record.
systems as (
    select
        systems.system,
        case when systems.category = register.system_of_record then 1 when systems.category = register.fallback then 2 else 3 end as record_rank
    from {{ ref('ref_source_systems') }} as systems
    inner join {{ ref('ref_field_sources') }} as register on register.entity = 'deals' and register.field = 'status'
    where systems.category <> 'file_drop'
),

known as (
    select
        typed.*,
        coalesce(systems.record_rank, 1) as record_rank,
        coalesce(typed.contract_date, typed.booked_date, typed.accounting_date) as sale_date
    from typed
    left join systems on typed.source_system = systems.system
    cross join {{ ref('stg_run__clock') }} as clock
    where typed.updated_at is null or typed.updated_at <= clock.as_of_at
),

-- Another system's copy of a deal that the record has too: under its number, or of the same car at about the same time.
overruled as (
    select copies.row_id
    from known as copies
    inner join known as records on copies.store_id_raw = records.store_id_raw and copies.deal_number = records.deal_number
    where copies.record_rank > records.record_rank
    union
    select copies.row_id
    from known as copies
    inner join known as records on copies.store_id_raw = records.store_id_raw and copies.vin = records.vin
    where
        copies.record_rank > records.record_rank
        and coalesce(abs({{ days_between('copies.sale_date', 'records.sale_date') }}), 0) <= {{ param('deal_copy_days', 'integer') }}
),

ranked as (
    select
        known.*,
        row_number() over (
            partition by known.store_id_raw, known.deal_number, known.updated_at
            order by known.arrival desc, known.row_number desc
        ) as rank_of_tie
    from known
    left join overruled on known.row_id = overruled.row_id
    where overruled.row_id is null
)

select
    store_id,
    store_id_raw,
    deal_number,
    stock_number,
    vin,
    vehicle_class,
    vehicle_class_raw,
    customer_id,
    first_name,
    last_name,
    email,
    phone,
    lead_id,
    salesperson_agent_id,
    sale_type,
    sale_type_raw,
    status,
    status_raw,
    contract_date,
    booked_date,
    accounting_date,
    delivered_at,
    unwound_on,
    sale_price,
    vehicle_cost,
    recon_cost,
    front_gross,
    pack,
    back_gross,
    holdback,
    trade_vin,
    trade_acv,
    trade_payoff,
    updated_at,
    row_id,
    batch_id,
    line_number,
    arrival,
    row_number,
    source_system,
    row_number() over (
        partition by store_id_raw, deal_number
        order by updated_at asc nulls first
    ) as version_number
from ranked
where rank_of_tie = 1
