with
staged as (
    {{ staged_rows('quotes') }}
),

typed as (
    select
        staged.quote_id,
        staged.lead_id,
        case when staged.store_id is null then null when stores.store_id is null then 'unknown' else staged.store_id end as store_id,
        staged.store_id as store_id_raw,
        staged.vin,
        staged.stock_number,
        staged.amount,
        staged.offer_id,
        {{ to_utc('staged.presented_at', "coalesce(stores.timezone, lead_stores.timezone, 'UTC')") }} as presented_at,
        {{ to_utc('staged.updated_at', "coalesce(stores.timezone, lead_stores.timezone, 'UTC')") }} as updated_at,
        staged.batch_id || ':' || cast(staged.row_number as varchar) as row_id,
        staged.batch_id,
        staged.line_number,
        staged.arrival,
        staged.row_number,
        staged.source_system
    from staged
    left join {{ ref('can_stores') }} as stores on staged.store_id = stores.store_id
    left join {{ ref('can_leads') }} as leads on staged.lead_id = leads.lead_id
    left join {{ ref('can_stores') }} as lead_stores on leads.store_id = lead_stores.store_id
),

known as (
    select
        typed.*,
        row_number() over (
            partition by typed.quote_id
            order by
                typed.updated_at desc nulls last,
                case when typed.updated_at is null then -typed.arrival else typed.arrival end desc,
                case when typed.updated_at is null then -typed.row_number else typed.row_number end desc
        ) as rank_of_key
    from typed
    cross join {{ ref('stg_run__clock') }} as clock
    where coalesce(typed.updated_at, typed.presented_at) is null or coalesce(typed.updated_at, typed.presented_at) <= clock.as_of_at
)

select
    quote_id,
    lead_id,
    store_id,
    store_id_raw,
    vin,
    stock_number,
    amount,
    offer_id,
    presented_at,
    updated_at,
    row_id,
    batch_id,
    line_number,
    arrival,
    row_number,
    source_system
from known
where rank_of_key = 1
