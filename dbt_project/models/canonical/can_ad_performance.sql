with
staged as (
    {{ staged_rows('ad_performance') }}
),

typed as (
    select
        staged.platform,
        staged.account_id,
        staged.campaign_id,
        staged.ad_group_id,
        staged.performance_date,
        case when staged.store_id is null then null when stores.store_id is null then 'unknown' else staged.store_id end as store_id,
        staged.store_id as store_id_raw,
        staged.impressions,
        staged.clicks,
        staged.cost,
        staged.conversions,
        staged.is_complete,
        {{ to_utc('staged.updated_at', "coalesce(stores.timezone, 'UTC')") }} as updated_at,
        staged.batch_id || ':' || cast(staged.row_number as varchar) as row_id,
        staged.batch_id,
        staged.line_number,
        staged.arrival,
        staged.row_number,
        staged.source_system,
        coalesce(
            {{ to_utc('staged.updated_at', "coalesce(stores.timezone, 'UTC')") }},
            {{ start_of_local_day('staged.performance_date', "coalesce(stores.timezone, 'UTC')") }}
        ) as known_from
    from staged
    left join {{ ref('can_stores') }} as stores on staged.store_id = stores.store_id
),

known as (
    select
        typed.*,
        row_number() over (
            partition by typed.platform, typed.account_id, typed.campaign_id, typed.ad_group_id, typed.performance_date
            order by
                typed.updated_at desc nulls last, typed.arrival desc, typed.row_number desc
        ) as rank_of_key
    from typed
    cross join {{ ref('stg_run__clock') }} as clock
    where typed.known_from <= clock.as_of_at
)

select
    platform,
    account_id,
    campaign_id,
    ad_group_id,
    performance_date,
    store_id,
    store_id_raw,
    impressions,
    clicks,
    cost,
    conversions,
    is_complete,
    updated_at,
    row_id,
    batch_id,
    line_number,
    arrival,
    row_number,
    source_system
from known
where rank_of_key = 1
