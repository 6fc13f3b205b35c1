update facts.fct_opportunities set response_seconds = -1 where rowid = 0;
update facts.fct_opportunities set conversation_seconds = -1 where rowid = 0;
update facts.fct_opportunities set assignment_seconds = -1 where rowid = 0;
update facts.fct_opportunities set response_business_seconds = -1 where rowid = 0;
update facts.fct_opportunities set response_seconds = 10, response_business_seconds = 12 where rowid = 0
