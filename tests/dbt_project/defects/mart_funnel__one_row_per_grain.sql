insert into marts.mart_funnel select * from marts.mart_funnel limit 1
