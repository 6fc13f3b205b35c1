-- metrics M-04: leads so far today ÷ (target or same-weekday mean × share of the day elapsed). The mean is over the four same weekdays
-- before, days without a lead included; a target of the metric `leads` for a period that holds today stands before it, spread evenly
-- over the period's days. The share is that of today's staffed hours, so before opening there is no index.
with
today as (
    select
        clock.store_id,
        clock.as_of_date,
        days.staffed_seconds,
        case
            when days.staffed_from is null or clock.as_of_at <= days.staffed_from then 0
            when clock.as_of_at >= days.staffed_to then days.staffed_seconds
            else {{ seconds_between('days.staffed_from', 'clock.as_of_at') }}
        end as elapsed_seconds
    from {{ ref('int_stores__clock') }} as clock
    left join {{ ref('int_stores__staffed_days') }} as days
        on clock.store_id = days.store_id and clock.as_of_date = days.calendar_date
    where clock.store_id <> 'unknown'
),

counted as (
    select
        today.store_id,
        count(case when opportunities.inquiry_date = today.as_of_date then 1 end) as leads_today,
        count(
            case
                when opportunities.inquiry_date in (
                    {{ add_days('today.as_of_date', -7) }},
                    {{ add_days('today.as_of_date', -14) }},
                    {{ add_days('today.as_of_date', -21) }},
                    {{ add_days('today.as_of_date', -28) }}
                ) then 1
            end
        ) as leads_on_same_weekdays
    from today
    left join {{ ref('fct_opportunities') }} as opportunities
        on
            today.store_id = opportunities.store_id
            and opportunities.inquiry_date >= {{ add_days('today.as_of_date', -28) }}
    group by today.store_id
),

targets as (
    select
        today.store_id,
        sum(
            cast(targets.target_value as double)
            / nullif({{ days_between('targets.period_start_date', 'targets.period_end_date') }} + 1, 0)
        ) as target_per_day
    from today
    inner join {{ ref('fct_targets') }} as targets
        on
            today.store_id = targets.store_id
            and today.as_of_date >= targets.period_start_date
            and today.as_of_date <= targets.period_end_date
    where
        lower(targets.metric) in ('leads', 'unique_leads')
        and coalesce(targets.lead_source, 'unknown') = 'unknown'
        and targets.make is null
        and targets.model is null
    group by today.store_id
),

paced as (
    select
        today.store_id,
        today.as_of_date,
        counted.leads_today,
        cast(counted.leads_on_same_weekdays as double) / 4 as same_weekday_mean,
        targets.target_per_day,
        {{ ratio('today.elapsed_seconds', 'today.staffed_seconds') }} as day_elapsed_share
    from today
    inner join counted on today.store_id = counted.store_id
    left join targets on today.store_id = targets.store_id
)

select
    store_id,
    as_of_date,
    leads_today,
    same_weekday_mean,
    target_per_day,
    day_elapsed_share,
    coalesce(target_per_day, same_weekday_mean) * day_elapsed_share as expected_leads,
    {{ ratio('leads_today', 'coalesce(target_per_day, same_weekday_mean) * day_elapsed_share') }} as lead_pacing_index
from paced
