update marts.mart_funnel set leads = leads + 1 where rowid = 0;
update marts.mart_funnel set lead_records = lead_records + 1 where rowid = 0;
update marts.mart_funnel set sold = sold + 1 where rowid = 0
