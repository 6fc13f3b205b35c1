{#-
    What aged units kept of the gross they promised when they were first priced. Realised ÷ projected, both before pack; a unit
    without a projection above zero is counted and left out.
-#}
select
    store_id,
    {{ month_of('sale_date') }} as month,
    vehicle_class,
    cast(count(*) as integer) as aged_units_sold,
    cast(sum(case when has_projection then 0 else 1 end) as integer) as units_without_projection,
    cast(sum(case when has_projection then projected_gross end) as decimal(18, 4)) as projected_gross,
    cast(sum(case when has_projection then realised_gross end) as decimal(18, 4)) as realised_gross,
    {{ ratio('sum(case when has_projection then realised_gross end)', 'sum(case when has_projection then projected_gross end)') }} as gross_retention
from {{ ref('mart_aged_unit_sales') }}
group by store_id, {{ month_of('sale_date') }}, vehicle_class
