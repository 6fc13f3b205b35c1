delete from dims.bridge_opportunity_lead where rowid = 0;
update facts.fct_leads set is_sales_lead = false where rowid = (select min(rowid) from facts.fct_leads where is_sales_lead)
