update marts.mart_days_supply_rollup set units_in_stock = units_in_stock + 1 where level = 'store_class';
update marts.mart_days_supply_rollup set retail_sold = retail_sold + 1 where level = 'store_class';
delete from marts.mart_days_supply_rollup where level = 'store_class'
