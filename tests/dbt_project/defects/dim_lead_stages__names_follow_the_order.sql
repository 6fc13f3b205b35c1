update dims.dim_lead_stages set crm_dms_stage = 'lead' where stage = 'quoted';
update dims.dim_lead_stages set shared_stage_name = null where stage = 'qualified'
