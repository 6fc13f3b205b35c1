update marts.mart_agent_scorecard set leads = leads + 1 where rowid = 0;
update marts.mart_funnel set leads = leads + 1 where rowid = (select min(rowid) from marts.mart_funnel where agent_id <> 'unassigned')
