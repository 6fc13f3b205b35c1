delete from facts.fct_inventory_daily where stock_date = (select max(stock_date) from facts.fct_inventory_daily);
update facts.fct_inventory_status_changes set to_status = 'wholesaled'
