{#-
    The day of a store on one row. What is counted by day is of that day; turn, gross per sold, lead-to-sold and return on ad
    spend are those of the day's month, as their own marts tell them.
-#}
with
stock as (
    select
        store_id,
        as_of_date,
        sum(units) as units_in_stock,
        sum(case when vehicle_class = 'new' then units else 0 end) as new_units_in_stock,
        sum(case when vehicle_class = 'used' then units else 0 end) as used_units_in_stock,
        sum(case when bucket = '0-15' then units else 0 end) as units_0_15,
        sum(case when bucket = '16-30' then units else 0 end) as units_16_30,
        sum(case when bucket = '31-45' then units else 0 end) as units_31_45,
        sum(case when bucket = '46-60' then units else 0 end) as units_46_60,
        sum(case when bucket = '60+' then units else 0 end) as units_over_60,
        sum(aged_units) as aged_units
    from {{ ref('mart_inventory_aging') }}
    group by store_id, as_of_date
),

sales as (
    select
        store_id,
        sale_date,
        count(*) as retail_sold,
        sum(front_gross) as front_gross,
        sum(back_gross) as back_gross
    from {{ ref('fct_sales') }}
    where is_retail_sale
    group by store_id, sale_date
),

inquiries as (
    select
        store_id,
        inquiry_date,
        count(*) as leads,
        sum(case when is_sold then 1 else 0 end) as leads_sold
    from {{ ref('fct_opportunities') }}
    group by store_id, inquiry_date
),

-- The days of a store: each from its first stock on, and before it (or where there never was any) those with a sale or an inquiry.
stocked as (
    select
        store_id,
        min(as_of_date) as first_date
    from stock
    group by store_id
),

days as (
    select
        stocked.store_id,
        calendar.calendar_date as as_of_date
    from stocked
    inner join {{ ref('int_stores__clock') }} as clock on stocked.store_id = clock.store_id
    inner join {{ ref('int_dates__calendar') }} as calendar
        on stocked.first_date <= calendar.calendar_date and clock.as_of_date >= calendar.calendar_date
    union
    select
        store_id,
        sale_date as as_of_date
    from sales
    union
    select
        store_id,
        inquiry_date as as_of_date
    from inquiries
),

gross as (
    select
        store_id,
        month,
        {{ ratio('sum(front_gross)', 'sum(retail_sold)') }} as gross_per_sold
    from {{ ref('mart_gross') }}
    group by store_id, month
),

sources as (
    select
        store_id,
        month,
        {{ ratio("sum(case when lead_source <> 'unattributed' then sold end)", 'sum(leads)') }} as lead_to_sold,
        sum(spend) as spend,
        {{ ratio('sum(case when spend > 0 then front_gross + back_gross end)', 'sum(spend)') }} as roas_gross
    from {{ ref('mart_source_performance') }}
    group by store_id, month
)

select
    days.store_id,
    days.as_of_date,
    cast(coalesce(stock.units_in_stock, 0) as integer) as units_in_stock,
    cast(coalesce(stock.new_units_in_stock, 0) as integer) as new_units_in_stock,
    cast(coalesce(stock.used_units_in_stock, 0) as integer) as used_units_in_stock,
    cast(coalesce(stock.units_0_15, 0) as integer) as units_0_15,
    cast(coalesce(stock.units_16_30, 0) as integer) as units_16_30,
    cast(coalesce(stock.units_31_45, 0) as integer) as units_31_45,
    cast(coalesce(stock.units_46_60, 0) as integer) as units_46_60,
    cast(coalesce(stock.units_over_60, 0) as integer) as units_over_60,
    cast(coalesce(stock.aged_units, 0) as integer) as aged_units,
    {{ ratio('stock.aged_units', 'stock.units_in_stock') }} as aged_share,
    cast(coalesce(sales.retail_sold, 0) as integer) as retail_sold,
    cast(coalesce(sales.front_gross, 0) as decimal(18, 4)) as front_gross,
    cast(coalesce(sales.back_gross, 0) as decimal(18, 4)) as back_gross,
    cast(coalesce(inquiries.leads, 0) as integer) as leads,
    cast(coalesce(inquiries.leads_sold, 0) as integer) as leads_sold,
    supply.days_supply as new_days_supply,
    turns.turn as used_turn_month,
    turns.turn_annualised as used_turn_annualised,
    gross.gross_per_sold as gross_per_sold_month,
    sources.lead_to_sold as lead_to_sold_month,
    cast(coalesce(sources.spend, 0) as decimal(18, 4)) as ad_spend_month,
    sources.roas_gross as roas_gross_month
from days
left join stock on days.store_id = stock.store_id and days.as_of_date = stock.as_of_date
left join sales on days.store_id = sales.store_id and days.as_of_date = sales.sale_date
left join inquiries on days.store_id = inquiries.store_id and days.as_of_date = inquiries.inquiry_date
left join {{ ref('mart_days_supply_rollup') }} as supply
    on
        supply.level = 'store_class'
        and supply.vehicle_class = 'new'
        and days.store_id = supply.store_id
        and days.as_of_date = supply.as_of_date
left join {{ ref('mart_turn') }} as turns
    on
        turns.vehicle_class = 'used'
        and days.store_id = turns.store_id
        and turns.month = {{ month_of('days.as_of_date') }}
left join gross on days.store_id = gross.store_id and gross.month = {{ month_of('days.as_of_date') }}
left join sources on days.store_id = sources.store_id and sources.month = {{ month_of('days.as_of_date') }}
