with
staged as (
    {{ staged_rows('stores') }}
),

typed as (
    select
        staged.store_id,
        staged.store_name,
        staged.timezone,
        staged.group_id,
        staged.group_name,
        staged.brands,
        staged.dma,
        coalesce(staged.currency, 'USD') as currency,
        {{ canonical_value('staged.org_type', 'org_type') }} as org_type,
        staged.org_type as org_type_raw,
        staged.dealer_codes,
        {{ to_utc('staged.updated_at', "staged.timezone") }} as updated_at,
        staged.batch_id || ':' || cast(staged.row_number as varchar) as row_id,
        staged.batch_id,
        staged.line_number,
        staged.arrival,
        staged.row_number,
        staged.source_system
    from staged
),

known as (
    select
        typed.*,
        row_number() over (
            partition by typed.store_id, typed.updated_at
            order by typed.arrival desc, typed.row_number desc
        ) as rank_of_tie
    from typed
    cross join {{ ref('stg_run__clock') }} as clock
    where typed.updated_at is null or typed.updated_at <= clock.as_of_at
)

select
    store_id,
    store_name,
    timezone,
    group_id,
    group_name,
    brands,
    dma,
    currency,
    org_type,
    org_type_raw,
    dealer_codes,
    updated_at,
    row_id,
    batch_id,
    line_number,
    arrival,
    row_number,
    source_system,
    row_number() over (
        partition by store_id
        order by updated_at asc nulls first
    ) as version_number
from known
where rank_of_tie = 1
