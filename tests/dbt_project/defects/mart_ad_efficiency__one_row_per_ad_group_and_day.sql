insert into marts.mart_ad_efficiency select * from marts.mart_ad_efficiency limit 1
