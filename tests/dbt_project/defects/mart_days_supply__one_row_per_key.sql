insert into marts.mart_days_supply select * from marts.mart_days_supply limit 1
