update facts.fct_sale_attributions set weight = weight + 0.000001 where rowid = 0
