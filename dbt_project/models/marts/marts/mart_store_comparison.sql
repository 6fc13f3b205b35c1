{#-
    Stores of a group side by side, week by week of the inquiry or of the sale. Rank 1 is best: for times the shortest, else the highest.
    A store without a value in a week (no leads, no sale) has no row for that metric.
-#}
{%- set metrics = [
    ('leads', 'cast(leads as double)', 'desc'),
    ('contact_rate', ratio('contacted', 'leads'), 'desc'),
    ('appointment_rate', ratio('appointment_set', 'leads'), 'desc'),
    ('sold_rate', ratio('sold', 'leads'), 'desc'),
    ('sla_attainment', ratio('within_sla', 'sla_elapsed'), 'desc'),
    ('response_median_seconds', 'response_median_seconds', 'asc'),
    ('retail_sold', 'cast(retail_sold as double)', 'desc'),
    ('gross_per_sold', ratio('gross', 'retail_sold'), 'desc'),
] -%}
with
inquiries as (
    select
        store_id,
        {{ week_of('inquiry_date') }} as week_start_date,
        count(*) as leads,
        count(contacted_at) as contacted,
        count(appointment_set_at) as appointment_set,
        count(sold_on) as sold,
        count(case when is_within_sla then 1 end) as within_sla,
        count(case when is_sla_elapsed then 1 end) as sla_elapsed,
        {{ median('response_seconds') }} as response_median_seconds
    from {{ ref('fct_opportunities') }}
    where store_id <> 'unknown'
    group by store_id, {{ week_of('inquiry_date') }}
),

sales as (
    select
        store_id,
        {{ week_of('sale_date') }} as week_start_date,
        count(*) as retail_sold,
        sum(front_gross + back_gross) as gross
    from {{ ref('int_sales__credited') }}
    where store_id <> 'unknown'
    group by store_id, {{ week_of('sale_date') }}
),

weeks as (
    select
        coalesce(inquiries.store_id, sales.store_id) as store_id,
        coalesce(inquiries.week_start_date, sales.week_start_date) as week_start_date,
        inquiries.leads,
        inquiries.contacted,
        inquiries.appointment_set,
        inquiries.sold,
        inquiries.within_sla,
        inquiries.sla_elapsed,
        inquiries.response_median_seconds,
        sales.retail_sold,
        sales.gross
    from inquiries
    full outer join sales on inquiries.store_id = sales.store_id and inquiries.week_start_date = sales.week_start_date
),

valued as (
    {%- for name, expression, direction in metrics %}
    select
        store_id,
        week_start_date,
        '{{ name }}' as metric,
        {{ expression }} as metric_value,
        {{ expression }}{{ ' * -1' if direction == 'asc' }} as goodness
    from weeks
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

grouped as (
    select
        clock.group_id,
        valued.store_id,
        valued.week_start_date,
        valued.metric,
        valued.metric_value,
        valued.goodness
    from valued
    inner join {{ ref('int_stores__clock') }} as clock on valued.store_id = clock.store_id
    where valued.metric_value is not null
),

medians as (
    select
        group_id,
        week_start_date,
        metric,
        {{ median('metric_value') }} as group_median,
        count(*) as stores
    from grouped
    group by group_id, week_start_date, metric
)

select
    grouped.group_id,
    grouped.store_id,
    grouped.week_start_date,
    grouped.metric,
    grouped.metric_value,
    rank() over (partition by grouped.group_id, grouped.week_start_date, grouped.metric order by grouped.goodness desc) as store_rank,
    medians.stores,
    medians.group_median,
    grouped.metric_value - medians.group_median as gap_to_group_median,
    max(grouped.goodness) over (partition by grouped.group_id, grouped.week_start_date, grouped.metric) = grouped.goodness as is_best,
    min(grouped.goodness) over (partition by grouped.group_id, grouped.week_start_date, grouped.metric) = grouped.goodness as is_worst
from grouped
inner join medians
    on
        grouped.group_id = medians.group_id
        and grouped.week_start_date = medians.week_start_date
        and grouped.metric = medians.metric
