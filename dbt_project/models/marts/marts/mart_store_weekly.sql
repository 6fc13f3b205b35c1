{#-
    A store's weekly values in one shape: those that mart_store_comparison ranks, and those that only a measurement of impact needs
    (requirements IMP-02 to IMP-05). Ratios are worked out from the week's sums; a week in which nothing divides has no row.
    Each line: metric, relation, its date, value of a week's rows, which rows.
-#}
{%- set metrics = [
    ('show_rate', ref('mart_appointments'), 'scheduled_date', ratio('sum(shown)', 'sum(due)'), 'true'),
    ('aged_share', ref('mart_inventory_aging'), 'as_of_date', ratio('sum(aged_units)', 'sum(units)'), 'true'),
    ('recon_days', ref('int_recon__cycles'), 'ready_on', ratio('sum(cycle_seconds)', 'count(*) * 86400'), 'true'),
    ('gross_retention', ref('mart_aged_unit_sales'), 'sale_date', ratio('sum(realised_gross)', 'sum(projected_gross)'), 'has_projection'),
    ('used_turn_annualised', 'used_units', 'happened_on', ratio('sum(sold) * 365', 'sum(unit_days)'), 'true'),
] -%}
with
used_units as (
    select
        store_id,
        stock_date as happened_on,
        1 as unit_days,
        0 as sold
    from {{ ref('fct_inventory_daily') }}
    where vehicle_class = 'used'
    union all
    select
        store_id,
        sale_date as happened_on,
        0 as unit_days,
        1 as sold
    from {{ ref('fct_sales') }}
    where is_retail_sale and vehicle_class = 'used'
),

buckets as (
    select
        store_id,
        {{ week_of('as_of_date') }} as week_start_date,
        bucket,
        sum(units) as units
    from {{ ref('mart_inventory_aging') }}
    group by store_id, {{ week_of('as_of_date') }}, bucket
),

-- As in mart_budget_shift: spend by its day, sales by sale date, both of one channel group. `all` are the groups with spend in the week.
spending as (
    select
        store_id,
        {{ week_of('performance_date') }} as week_start_date,
        channel_group,
        sum(cost) as spend
    from {{ ref('fct_ad_performance_daily') }}
    group by store_id, {{ week_of('performance_date') }}, channel_group
    having sum(cost) > 0
),

sold as (
    select
        store_id,
        {{ week_of('sold_on') }} as week_start_date,
        channel_group,
        count(*) as sold
    from {{ ref('fct_opportunities') }}
    where is_sold
    group by store_id, {{ week_of('sold_on') }}, channel_group
),

valued as (
    select
        store_id,
        week_start_date,
        metric,
        'all' as segment,
        metric_value
    from {{ ref('mart_store_comparison') }}
    {%- for metric, relation, date, value, rows in metrics %}
    union all
    select
        store_id,
        {{ week_of(date) }} as week_start_date,
        '{{ metric }}' as metric,
        'all' as segment,
        {{ value }} as metric_value
    from {{ relation }}
    where {{ rows }}
    group by store_id, {{ week_of(date) }}
    {%- endfor %}
    union all
    select
        store_id,
        week_start_date,
        'bucket_share' as metric,
        bucket as segment,
        {{ ratio('units', 'sum(units) over (partition by store_id, week_start_date)') }} as metric_value
    from buckets
    {%- for segment in ['spending.channel_group', "'all'"] %}
    union all
    select
        spending.store_id,
        spending.week_start_date,
        'cost_per_sold' as metric,
        {{ segment }} as segment,
        {{ ratio('sum(spending.spend)', 'sum(sold.sold)') }} as metric_value
    from spending
    left join sold
        on
            spending.store_id = sold.store_id
            and spending.week_start_date = sold.week_start_date
            and spending.channel_group = sold.channel_group
    group by spending.store_id, spending.week_start_date, {{ segment }}
    {%- endfor %}
)

select
    clock.group_id,
    valued.store_id,
    valued.week_start_date,
    valued.metric,
    valued.segment,
    valued.metric_value,
    -- A week is comparable when it is over; a cohort's sold rate only when its shoppers have had their time to buy.
    {{ add_days('valued.week_start_date', 7) }} <= clock.as_of_date
    and (
        valued.metric <> 'sold_rate'
        or {{ days_between(add_days('valued.week_start_date', 6), 'clock.as_of_date') }} >= {{ param('funnel_maturity_days') }}
    ) as is_comparable
from valued
inner join {{ ref('int_stores__clock') }} as clock on valued.store_id = clock.store_id
where valued.metric_value is not null and valued.store_id <> 'unknown'
