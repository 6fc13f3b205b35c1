update facts.fct_inventory_daily set stock_date = date '2099-01-01' where rowid = 0
