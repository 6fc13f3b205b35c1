update marts.mart_source_performance set leads = leads + 1 where rowid = (select min(rowid) from marts.mart_source_performance where lead_source <> 'unattributed');
update marts.mart_source_performance set lead_records = lead_records + 1 where rowid = (select min(rowid) from marts.mart_source_performance where lead_source <> 'unattributed');
update marts.mart_source_performance set sold = sold + 1 where rowid = (select min(rowid) from marts.mart_source_performance where lead_source <> 'unattributed');
update marts.mart_source_performance set front_gross = front_gross + 1 where rowid = (select min(rowid) from marts.mart_source_performance where lead_source <> 'unattributed')
