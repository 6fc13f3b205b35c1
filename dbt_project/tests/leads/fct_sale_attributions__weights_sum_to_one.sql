-- If it failed, a sale would be credited more or less than once, and no model's gross would be the store's gross.
select
    sale_key,
    attribution_model,
    sum(weight) as total_weight
from {{ ref('fct_sale_attributions') }}
group by sale_key, attribution_model
having abs(sum(weight) - 1) > 0.000000001
