-- No suggestion may cost more than it earns: a suggested price below the lowest one would be a loss that the house proposed.
select
    inventory_unit_key,
    step_days,
    suggested_price,
    lowest_price
from {{ ref('mart_markdown_queue') }}
where (suggested_price < lowest_price and guardrail <> 'blocked') or suggested_price > asking_price
