{#- Runs of days in stock on which nothing changed that a comparison with the market asks for: the car and its price. -#}
with
compared as (
    select
        spans.*,
        case
            when
                {{ add_days('lag(to_on) over (partition by inventory_unit_key order by from_on)', 1) }} = from_on
                {%- for column in ['vehicle_class', 'model_year', 'make', 'model', 'trim', 'mileage', 'trusted_price'] %}
                and (lag({{ column }}) over (partition by inventory_unit_key order by from_on) is not distinct from {{ column }})
                {%- endfor %}
                then 0
            else 1
        end as is_start
    from {{ ref('int_stock__spans') }} as spans
),

numbered as (
    select
        compared.*,
        sum(is_start) over (partition by inventory_unit_key order by from_on rows between unbounded preceding and current row) as span_number
    from compared
)

select
    inventory_unit_key,
    cast(span_number as bigint) as span_number,
    store_id,
    vin,
    vehicle_class,
    model_year,
    make,
    model,
    trim,
    mileage,
    trusted_price,
    min(from_on) as from_on,
    max(to_on) as to_on
from numbered
group by inventory_unit_key, span_number, store_id, vin, vehicle_class, model_year, make, model, trim, mileage, trusted_price
