update dims.dim_inventory_units set is_current = false where rowid = (select min(rowid) from dims.dim_inventory_units where is_current and store_id <> 'unknown');
insert into dims.dim_inventory_units select * from dims.dim_inventory_units where is_current and store_id <> 'unknown' limit 1
