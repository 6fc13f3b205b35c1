{#- A canary is the lead whose utm_campaign is its name; it may have been sent twice, and counts from its first arrival. -#}
with
loaded as (
    select
        leads.utm_campaign as canary,
        min(batches.loaded_at) as loaded_at
    from {{ ref('can_lead_versions') }} as leads
    inner join {{ ref('stg_run__canaries') }} as canaries on leads.utm_campaign = canaries.canary
    inner join {{ ref('stg_run__batches') }} as batches on leads.batch_id = batches.batch_id
    where leads.is_test
    group by leads.utm_campaign
),

timed as (
    select
        canaries.canary,
        canaries.way,
        canaries.injected_at,
        loaded.loaded_at,
        canaries.published_at,
        {{ seconds_between('canaries.injected_at', 'loaded.loaded_at') }} as seconds_to_load,
        {{ seconds_between('canaries.injected_at', 'canaries.published_at') }} as seconds_to_publication,
        {{ seconds_between('canaries.injected_at', 'clock.as_of_at') }} as age_seconds
    from {{ ref('stg_run__canaries') }} as canaries
    left join loaded on canaries.canary = loaded.canary
    cross join {{ ref('stg_run__clock') }} as clock
    where canaries.injected_at <= clock.as_of_at
)

select
    canary,
    way,
    injected_at,
    loaded_at,
    published_at,
    seconds_to_load,
    seconds_to_publication,
    age_seconds,
    case
        when published_at is not null then 'published'
        when loaded_at is not null then 'loaded'
        when age_seconds > 60 * {{ param('canary_late_minutes', 'integer') }} then 'late'
        else 'waiting'
    end as status
from timed
