-- A second row for a key would count its stock and sales twice in every sum.
select
    store_id,
    as_of_date,
    vehicle_class,
    make,
    model,
    trim,
    count(*) as rows_of_key
from {{ ref('mart_days_supply') }}
group by store_id, as_of_date, vehicle_class, make, model, trim
having count(*) > 1
