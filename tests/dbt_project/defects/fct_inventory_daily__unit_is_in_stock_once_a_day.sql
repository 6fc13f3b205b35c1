insert into facts.fct_inventory_daily select * from facts.fct_inventory_daily limit 1
