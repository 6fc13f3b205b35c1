-- requirements ATT-08, ATT-09: what each paid channel costs per lead and per sold unit, month to date and over seven days, and whether
-- money should move. It holds unless the 90 % intervals of the costs lie apart: noise must not whipsaw the budget. Counts beyond the
-- table of limits take the relative width of its last row, which is wider than their own.
-- Leads count by inquiry date, sales by sale date, spend by its day, all in the window.
with
windows as (
    select
        clock.store_id,
        clock.as_of_date,
        'month_to_date' as window_type,
        {{ month_of('clock.as_of_date') }} as from_date
    from {{ ref('int_stores__clock') }} as clock
    union all
    select
        clock.store_id,
        clock.as_of_date,
        '7_days' as window_type,
        {{ add_days('clock.as_of_date', -6) }} as from_date
    from {{ ref('int_stores__clock') }} as clock
),

spending as (
    select
        windows.store_id,
        windows.window_type,
        windows.as_of_date,
        windows.from_date,
        ads.channel_group,
        sum(ads.cost) as spend
    from {{ ref('fct_ad_performance_daily') }} as ads
    inner join windows
        on ads.store_id = windows.store_id and ads.performance_date >= windows.from_date and ads.performance_date <= windows.as_of_date
    group by windows.store_id, windows.window_type, windows.as_of_date, windows.from_date, ads.channel_group
    having sum(ads.cost) > 0
),

counted as (
    select
        spending.store_id,
        spending.as_of_date,
        spending.window_type,
        spending.channel_group,
        spending.spend,
        count(
            case when opportunities.inquiry_date >= spending.from_date and opportunities.inquiry_date <= spending.as_of_date then 1 end
        ) as leads,
        count(case when opportunities.sold_on >= spending.from_date and opportunities.sold_on <= spending.as_of_date then 1 end) as sold
    from spending
    left join {{ ref('fct_opportunities') }} as opportunities
        on
            spending.store_id = opportunities.store_id
            and spending.channel_group = opportunities.channel_group
            and (spending.from_date <= opportunities.inquiry_date or spending.from_date <= opportunities.sold_on)
    group by spending.store_id, spending.as_of_date, spending.window_type, spending.channel_group, spending.spend
),

last_limit as (
    select max(events) as events
    from {{ ref('ref_poisson_limits') }}
),

limited as (
    select
        counted.*,
        -- How far the true number of leads and of sales may be from the one that was seen.
        case when counted.leads > last_limit.events then cast(counted.leads as double) / last_limit.events else 1 end * lead_limits.lower_limit as leads_low,
        case when counted.leads > last_limit.events then cast(counted.leads as double) / last_limit.events else 1 end * lead_limits.upper_limit as leads_high,
        case when counted.sold > last_limit.events then cast(counted.sold as double) / last_limit.events else 1 end * sold_limits.lower_limit as sold_low,
        case when counted.sold > last_limit.events then cast(counted.sold as double) / last_limit.events else 1 end * sold_limits.upper_limit as sold_high
    from counted
    cross join last_limit
    inner join {{ ref('ref_poisson_limits') }} as lead_limits
        on case when counted.leads > last_limit.events then last_limit.events else counted.leads end = lead_limits.events
    inner join {{ ref('ref_poisson_limits') }} as sold_limits
        on case when counted.sold > last_limit.events then last_limit.events else counted.sold end = sold_limits.events
),

costed as (
    select
        store_id,
        as_of_date,
        window_type,
        channel_group,
        spend,
        leads,
        sold,
        {{ ratio('spend', 'leads') }} as cost_per_lead,
        {{ ratio('spend', 'leads_high') }} as cost_per_lead_low,
        {{ ratio('spend', 'leads_low') }} as cost_per_lead_high,
        {{ ratio('spend', 'sold') }} as cost_per_sold,
        {{ ratio('spend', 'sold_high') }} as cost_per_sold_low,
        {{ ratio('spend', 'sold_low') }} as cost_per_sold_high
    from limited
),

-- The channel that money would go to: the lowest cost per sold unit, with an upper limit.
best as (
    select
        costed.*,
        row_number() over (
            partition by store_id, window_type
            order by cost_per_sold asc nulls last, cost_per_sold_high asc nulls last, channel_group asc
        ) as rank_of_channel
    from costed
),

judged as (
    select
        costed.*,
        best.channel_group as best_channel_group,
        best.channel_group <> costed.channel_group
        and best.cost_per_sold_high is not null
        and costed.cost_per_sold_low > best.cost_per_sold_high as is_shift
    from costed
    inner join best
        on costed.store_id = best.store_id and costed.window_type = best.window_type and best.rank_of_channel = 1
)

select
    store_id,
    as_of_date,
    window_type,
    channel_group,
    cast(spend as decimal(18, 4)) as spend,
    leads,
    sold,
    cost_per_lead,
    cost_per_lead_low,
    cost_per_lead_high,
    cost_per_sold,
    cost_per_sold_low,
    cost_per_sold_high,
    case when is_shift then 'shift' else 'hold' end as recommendation,
    case when is_shift then channel_group end as suggested_from,
    case when is_shift then best_channel_group end as suggested_to,
    case when is_shift then {{ param('budget_shift_share') }} end as suggested_share,
    case when is_shift then cast(spend as double) * {{ param('budget_shift_share') }} end as suggested_amount,
    case
        when is_shift then 'cost per sold is higher and the intervals lie apart'
        when channel_group = best_channel_group then 'lowest cost per sold'
        else 'the intervals overlap'
    end as reason
from judged
