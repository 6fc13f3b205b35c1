update marts.mart_gross set retail_sold = retail_sold + 1 where rowid = 0;
update marts.mart_turn set retail_sold = retail_sold + 1 where rowid = 0
