delete from facts.fct_price_to_market_daily where rowid = 0;
delete from facts.fct_inventory_daily where rowid = 0
