{#-
    metrics M-23: actual ÷ stage target. A goal for a rate is turned into the count that would reach it (rate × what the rate is of), so
    that attainment adds up over stores. Goals by source or model are no goals of the store. Windows end at as_of by themselves: what lies
    ahead has not happened, so a running period shows how far it has come.
-#}
with
goals as (
    select
        target_key,
        store_id,
        case lower(metric) when 'leads' then 'unique_leads' when 'sold' then 'retail_sold_units' else lower(metric) end as metric,
        period_start_date,
        period_end_date,
        cast(target_value as double) as target_value
    from {{ ref('fct_targets') }}
    where
        lower(metric) in ('leads', 'unique_leads', 'sold', 'retail_sold_units', 'contact_rate', 'appointment_rate', 'show_rate', 'lead_to_sold')
        and coalesce(lead_source, 'unknown') = 'unknown'
        and make is null
        and model is null
),

cohorts as (
    select
        goals.target_key,
        count(opportunities.opportunity_key) as leads,
        count(opportunities.contacted_at) as contacted,
        count(opportunities.appointment_set_at) as with_appointment,
        count(opportunities.sold_on) as sold
    from goals
    left join {{ ref('fct_opportunities') }} as opportunities
        on
            goals.store_id = opportunities.store_id
            and goals.period_start_date <= opportunities.inquiry_date
            and goals.period_end_date >= opportunities.inquiry_date
    group by goals.target_key
),

bookings as (
    select
        goals.target_key,
        count(case when appointments.is_due then 1 end) as due,
        count(case when appointments.is_shown then 1 end) as shown
    from goals
    left join {{ ref('fct_appointments') }} as appointments
        on
            goals.store_id = appointments.store_id
            and appointments.is_counted
            and goals.period_start_date <= appointments.scheduled_date
            and goals.period_end_date >= appointments.scheduled_date
    group by goals.target_key
),

sales as (
    select
        goals.target_key,
        count(sales.sale_key) as retail_sold
    from goals
    left join {{ ref('fct_sales') }} as sales
        on
            goals.store_id = sales.store_id
            and sales.is_retail_sale
            and goals.period_start_date <= sales.sale_date
            and goals.period_end_date >= sales.sale_date
    group by goals.target_key
),

counted as (
    select
        goals.*,
        case goals.metric when 'show_rate' then bookings.due when 'unique_leads' then 1 when 'retail_sold_units' then 1 else cohorts.leads end
            as base_count,
        case goals.metric
            when 'unique_leads' then cohorts.leads
            when 'retail_sold_units' then sales.retail_sold
            when 'contact_rate' then cohorts.contacted
            when 'appointment_rate' then cohorts.with_appointment
            when 'show_rate' then bookings.shown
            when 'lead_to_sold' then cohorts.sold
        end as actual_count
    from goals
    inner join cohorts on goals.target_key = cohorts.target_key
    inner join bookings on goals.target_key = bookings.target_key
    inner join sales on goals.target_key = sales.target_key
)

select
    target_key,
    store_id,
    metric,
    period_start_date,
    period_end_date,
    target_value,
    {{ ratio('actual_count', 'base_count') }} as actual_value,
    actual_count,
    target_value * base_count as goal_count,
    {{ ratio('actual_count', 'target_value * base_count') }} as attainment
from counted
