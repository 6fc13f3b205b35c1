select
    store_id,
    as_of_date,
    vehicle_class,
    make,
    model,
    trim,
    units_in_stock,
    units_available,
    retail_sold,
    window_days,
    avg_daily_retail_sales,
    days_supply,
    has_no_sales,
    status,
    threshold_low,
    threshold_high
from {{ ref('fct_days_supply_daily') }}
