update dims.dim_inventory_units set is_price_suspect = true
