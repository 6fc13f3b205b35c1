select
    attributions.attribution_key,
    sales.sale_key,
    sales.store_id,
    sales.sale_date,
    {{ month_of('sales.sale_date') }} as sale_month,
    attributions.attribution_model,
    attributions.touch_number,
    attributions.touch_count,
    attributions.touched_at,
    attributions.channel_group,
    attributions.lead_source,
    attributions.campaign_id,
    attributions.weight,
    cast(sales.front_gross * attributions.weight as double) as front_gross_share,
    cast(sales.back_gross * attributions.weight as double) as back_gross_share
from {{ ref('fct_sale_attributions') }} as attributions
inner join {{ ref('int_sales__credited') }} as sales on attributions.sale_key = sales.sale_key
