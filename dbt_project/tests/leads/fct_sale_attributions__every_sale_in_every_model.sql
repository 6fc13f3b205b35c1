-- If it failed, sales without a touch would vanish from attribution instead of standing as `unattributed`.
select sales.sale_key
from {{ ref('int_sales__credited') }} as sales
left join (
    select
        sale_key,
        count(distinct attribution_model) as attribution_models
    from {{ ref('fct_sale_attributions') }}
    group by sale_key
) as credited on sales.sale_key = credited.sale_key
where coalesce(credited.attribution_models, 0) <> 4
