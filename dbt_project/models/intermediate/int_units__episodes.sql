{#- The episodes as they were observed: before deals and absences say anything about them. -#}
with
ranked as (
    select
        observed.*,
        min(observed.observed_at) over (partition by observed.inventory_unit_key) as first_observed_at,
        min(observed.observed_on) over (partition by observed.inventory_unit_key) as first_seen_on,
        row_number() over (partition by observed.inventory_unit_key order by observed.observed_at desc) as rank_from_last
    from {{ ref('int_units__observed') }} as observed
),

last_observations as (
    select * from ranked
    where rank_from_last = 1
)

select
    episodes.inventory_unit_key,
    episodes.store_id_raw,
    episodes.store_id,
    episodes.thread_id,
    episodes.episode_number,
    episodes.observation_kind,
    episodes.stock_number,
    episodes.vin,
    episodes.first_observed_at,
    episodes.first_seen_on,
    episodes.observed_at as last_observed_at,
    episodes.observed_on as last_seen_on,
    episodes.row_id as last_row_id,
    episodes.status as last_status,
    following.first_observed_at as next_episode_at,
    following.first_seen_on as next_episode_on
from last_observations as episodes
left join last_observations as following
    on
        episodes.store_id_raw = following.store_id_raw
        and episodes.thread_id = following.thread_id
        and following.episode_number = episodes.episode_number + 1
