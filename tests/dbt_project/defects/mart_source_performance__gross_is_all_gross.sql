update marts.mart_source_performance set front_gross = front_gross + 1 where rowid = 0;
update marts.mart_source_performance set back_gross = back_gross + 1 where rowid = 0
