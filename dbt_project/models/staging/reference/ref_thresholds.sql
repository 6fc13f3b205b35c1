{{ config(materialized='table') }}

{{ overlay('thresholds', ['metric', 'store_id', 'make', 'model', 'vehicle_class'], ['metric', 'store_id', 'make', 'model', 'vehicle_class', 'low', 'high']) }}

select
    metric,
    store_id,
    lower(make) as make,
    lower(model) as model,
    vehicle_class,
    cast(low as double) as low,
    cast(high as double) as high
from overlaid
