-- A store's number and what it stood for, from the calls themselves: a period lasts until a call says another source or campaign.
-- The number itself stays out, like every phone number: its last four digits tell a store which one it is.
with
calls as (
    select
        store_id,
        {{ normalised_phone('tracking_number') }} as tracking_number,
        source_code,
        coalesce(campaign_id, 'none') as campaign_id,
        started_at,
        provider,
        call_id
    from {{ ref('can_calls') }}
),

followed as (
    select
        calls.*,
        case
            when lag(source_code || '|' || campaign_id) over (
                partition by store_id, tracking_number
                order by started_at, provider, call_id
            ) = source_code || '|' || campaign_id then 0
            else 1
        end as is_change
    from calls
    where tracking_number is not null
),

periods as (
    select
        followed.*,
        sum(is_change) over (
            partition by store_id, tracking_number
            order by started_at, provider, call_id
            rows between unbounded preceding and current row
        ) as period_number
    from followed
),

summed as (
    select
        store_id,
        tracking_number,
        period_number,
        min(source_code) as lead_source,
        min(campaign_id) as campaign_id,
        min(started_at) as valid_from,
        count(*) as calls
    from periods
    group by store_id, tracking_number, period_number
),

members as (
    select
        store_id,
        tracking_number,
        period_number,
        lead_source,
        campaign_id,
        valid_from,
        lead(valid_from) over (partition by store_id, tracking_number order by period_number) as valid_to,
        calls
    from summed

    union all

    select
        stores.store_id,
        'unknown' as tracking_number,
        1 as period_number,
        'unknown' as lead_source,
        'none' as campaign_id,
        null as valid_from,
        null as valid_to,
        0 as calls
    from {{ ref('int_stores__clock') }} as stores
)

select
    {{ event_key('tracking_number_period', ['store_id', 'tracking_number', 'period_number']) }} as tracking_number_period_key,
    {{ event_key('tracking_number', ['store_id', 'tracking_number']) }} as tracking_number_key,
    {{ store_key('store_id') }} as store_key,
    store_id,
    case when tracking_number <> 'unknown' then substr(tracking_number, length(tracking_number) - 3, 4) else 'unknown' end as number_ending,
    lead_source,
    campaign_id,
    valid_from as valid_from_at,
    valid_to as valid_to_at,
    valid_to is null as is_current,
    calls
from members
