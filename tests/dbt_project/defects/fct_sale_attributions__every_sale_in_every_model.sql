delete from facts.fct_sale_attributions where attribution_model = 'linear' and sale_key = (select min(sale_key) from facts.fct_sale_attributions)
