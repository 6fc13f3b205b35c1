insert into facts.fct_inventory_daily select * from facts.fct_inventory_daily where stock_number is not null limit 1
