delete from marts.mart_days_supply where rowid = (select min(rowid) from marts.mart_days_supply where units_in_stock > 0);
delete from marts.mart_inventory_aging where rowid = (select min(rowid) from marts.mart_inventory_aging);
delete from facts.fct_inventory_daily where rowid = (select min(rowid) from facts.fct_inventory_daily)
