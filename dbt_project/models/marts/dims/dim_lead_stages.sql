select
    {{ event_key('lead_stage', ['stage']) }} as lead_stage_key,
    stage,
    stage_order,
    shared_stage_name,
    crm_dms_stage,
    journey_stage,
    stage_owner,
    is_exit,
    is_closed,
    definition,
    exit_criteria
from {{ ref('ref_lead_stages') }}
