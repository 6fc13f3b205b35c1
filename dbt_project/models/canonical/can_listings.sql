with
staged as (
    {{ staged_rows('listings') }}
),

typed as (
    select
        coalesce(stores.store_id, 'unknown') as store_id,
        staged.store_id as store_id_raw,
        staged.vin,
        staged.stock_number,
        {{ canonical_value('staged.channel', 'listing_channel') }} as channel,
        staged.channel as channel_raw,
        {{ to_utc('staged.observed_at', "coalesce(stores.timezone, 'UTC')") }} as observed_at,
        {{ canonical_value('staged.status', 'listing_status') }} as status,
        staged.status as status_raw,
        staged.displayed_price,
        staged.url,
        staged.photo_count,
        staged.has_comments,
        staged.has_price,
        staged.has_window_sticker,
        staged.has_spin,
        {{ to_utc('staged.updated_at', "coalesce(stores.timezone, 'UTC')") }} as updated_at,
        staged.batch_id || ':' || cast(staged.row_number as varchar) as row_id,
        staged.batch_id,
        staged.line_number,
        staged.arrival,
        staged.row_number,
        staged.source_system
    from staged
    left join {{ ref('can_stores') }} as stores on staged.store_id = stores.store_id
),

known as (
    select
        typed.*,
        row_number() over (
            partition by typed.store_id_raw, typed.channel, typed.observed_at, coalesce(typed.vin, typed.stock_number)
            order by
                typed.updated_at desc nulls last,
                case when typed.updated_at is null then -typed.arrival else typed.arrival end desc,
                case when typed.updated_at is null then -typed.row_number else typed.row_number end desc
        ) as rank_of_key
    from typed
    cross join {{ ref('stg_run__clock') }} as clock
    where coalesce(typed.updated_at, typed.observed_at) is null or coalesce(typed.updated_at, typed.observed_at) <= clock.as_of_at
)

select
    store_id,
    store_id_raw,
    vin,
    stock_number,
    channel,
    channel_raw,
    observed_at,
    status,
    status_raw,
    displayed_price,
    url,
    photo_count,
    has_comments,
    has_price,
    has_window_sticker,
    has_spin,
    updated_at,
    row_id,
    batch_id,
    line_number,
    arrival,
    row_number,
    source_system
from known
where rank_of_key = 1
